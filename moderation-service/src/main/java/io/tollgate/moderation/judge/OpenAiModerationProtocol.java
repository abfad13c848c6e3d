package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import io.tollgate.moderation.engine.Category;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** OpenAI's moderation models. Each text is an input of its own; what is flagged is unsafe. */
record OpenAiModerationProtocol() implements JudgeProtocol {

    @Override
    public List<Inquiry> inquiries(String model, Question question) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        ArrayNode input = body.putArray("input");
        question.texts().forEach(input::add);
        int expected = question.texts().size();
        return List.of(new Inquiry(Inquiry.MODERATIONS, body, answer -> read(answer, expected)));
    }

    private static Ruling read(JsonNode answer, int expected) {
        JsonNode results = answer.path("results");
        if (results.size() != expected || expected == 0) {
            throw Inquiry.unreadable("it has " + results.size() + " results for " + expected + " texts");
        }
        Ruling gravest = Ruling.SAFE;
        for (JsonNode result : results) {
            gravest = gravest.orGraver(read(result));
        }
        return gravest;
    }

    private static Ruling read(JsonNode result) {
        JsonNode flagged = result.path("flagged");
        JsonNode categories = result.path("categories");
        if (!flagged.isBoolean() || !categories.isObject()) {
            throw Inquiry.unreadable("a result does not say whether it is flagged, and for what");
        }
        Set<String> named = new TreeSet<>();
        for (Category category : Category.values()) {
            if (categories.path(category.wireName()).asBoolean(false)) {
                named.add(category.wireName());
            }
        }
        if (!flagged.booleanValue() && !named.isEmpty()) {
            throw Inquiry.unreadable("a result is not flagged, and yet for something");
        }
        return flagged.booleanValue() ? new Ruling(Opinion.UNSAFE, named) : Ruling.SAFE;
    }
}
