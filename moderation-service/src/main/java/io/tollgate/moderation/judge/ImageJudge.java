package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.engine.Category;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The judge that is shown images: one of OpenAI's moderation models. */
final class ImageJudge {

    private final Judge judge;
    private final Gateway gateway;
    private final Duration budget;

    ImageJudge(Judge judge, Gateway gateway, Duration budget) {
        this.judge = judge;
        this.gateway = gateway;
        this.budget = budget;
    }

    /**
     * @param parts texts and images of one input, in OpenAI's shape
     * @return fails with a {@link JudgeException}
     */
    Uni<Appraisal> appraise(ArrayNode parts) {
        String fault = judge.fault();
        if (fault != null) {
            return Uni.createFrom().failure(new JudgeException(JudgeException.Kind.UNFIT, fault));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", judge.model());
        body.set("input", parts);
        return gateway.ask(Inquiry.MODERATIONS, body, budget).map(ImageJudge::read);
    }

    private static Appraisal read(JsonNode answer) {
        JsonNode result = answer.path("results").path(0);
        JsonNode scores = result.path("category_scores");
        JsonNode types = result.path("category_applied_input_types");
        if (!result.path("flagged").isBoolean() || !scores.isObject() || !types.isObject()) {
            throw Inquiry.unreadable("it does not say what was found in what");
        }
        Map<Category, Double> scored = new EnumMap<>(Category.class);
        Map<Category, List<String>> looked = new EnumMap<>(Category.class);
        Set<Category> flagged = EnumSet.noneOf(Category.class);
        for (Category category : Category.values()) {
            JsonNode score = scores.path(category.wireName());
            if (score.isNumber() && score.doubleValue() >= 0 && score.doubleValue() <= 1) {
                scored.put(category, score.doubleValue());
            }
            if (result.path("categories").path(category.wireName()).asBoolean(false)) {
                flagged.add(category);
            }
            looked.put(
                    category,
                    StreamSupport.stream(types.path(category.wireName()).spliterator(), false)
                            .map(JsonNode::asText)
                            .filter(type -> type.equals("text") || type.equals("image"))
                            .toList());
        }
        if (result.path("flagged").booleanValue() && flagged.isEmpty()) {
            throw Inquiry.unreadable("it is flagged for nothing");
        }
        return new Appraisal(scored, flagged, looked);
    }
}
