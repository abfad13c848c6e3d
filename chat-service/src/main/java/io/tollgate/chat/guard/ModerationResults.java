package io.tollgate.chat.guard;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The member {@code moderation} of an answer, in OpenAI's shapes. */
final class ModerationResults {

    private ModerationResults() {}

    /** @return the member, key and value, without braces around it */
    static String member(JsonObject input, JsonObject output) {
        String json = new JsonObject()
                .put("moderation", new JsonObject().put("input", input).put("output", output))
                .encode();
        return json.substring(1, json.length() - 1);
    }

    /** One result over all texts of a side: a category scores what it scores in the worst of them. */
    static JsonObject of(String model, Collection<Assessment> assessments) {
        Map<Category, Double> scores = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            scores.put(category, 0.0);
        }
        Set<Category> flaggedCategories = EnumSet.noneOf(Category.class);
        for (Assessment assessment : assessments) {
            flaggedCategories.addAll(assessment.categories());
            assessment.scores().forEach((category, score) -> scores.merge(category, score, Math::max));
        }
        JsonObject flags = new JsonObject();
        JsonObject values = new JsonObject();
        JsonObject inputTypes = new JsonObject();
        for (Map.Entry<Category, Double> score : scores.entrySet()) {
            boolean isFlagged = flaggedCategories.contains(score.getKey());
            flags.put(score.getKey().wireName(), isFlagged);
            values.put(score.getKey().wireName(), score.getValue());
            inputTypes.put(score.getKey().wireName(), new JsonArray().add("text"));
        }
        JsonObject result = new JsonObject()
                .put("type", "moderation_result")
                .put("model", model)
                .put("flagged", !flaggedCategories.isEmpty())
                .put("categories", flags)
                .put("category_scores", values)
                .put("category_applied_input_types", inputTypes);
        return new JsonObject()
                .put("type", "moderation_results")
                .put("model", model)
                .put("results", new JsonArray().add(result));
    }

    /** A part of the guard could not judge: never silent. */
    static JsonObject error(String code, String message) {
        return new JsonObject().put("type", "error").put("code", code).put("message", message);
    }
}
