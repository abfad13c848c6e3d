package io.tollgate.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /v1/moderations}: a text is flagged where its script says so, see {@link JudgeModel}, and an image where its address holds
 * the word {@code violent}.
 */
final class Moderations {

    private static final List<String> CATEGORIES = List.of(
            "hate",
            "hate/threatening",
            "harassment",
            "harassment/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/intent",
            "self-harm/instructions",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic");

    /** Of images, it judges these. */
    private static final List<String> SEEN = List.of(
            "self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "violence", "violence/graphic");

    private Moderations() {}

    static void answer(HttpServerRequest exchange, JsonNode request) {
        JsonNode input = request.path("input");
        String script = JudgeModel.script(input.toString());
        if (script.equals("401") || script.equals("500")) {
            ErrorBody error = script.equals("401") ? ErrorBody.invalidKey() : ErrorBody.serverError();
            exchange.response()
                    .setStatusCode(error.status())
                    .putHeader("Content-Type", "application/json")
                    .end(error.json());
            return;
        }
        JsonArray results = new JsonArray();
        inputs(input).forEach(one -> results.add(result(one)));
        JsonObject answer = new JsonObject()
                .put("id", "modr-simulated")
                .put("model", request.path("model").asText());
        exchange.response()
                .putHeader("Content-Type", "application/json")
                .end((script.equals("garbage") ? answer : answer.put("results", results)).toBuffer());
    }

    /** Strings are inputs of their own; parts make up one. */
    private static List<JsonNode> inputs(JsonNode input) {
        if (input.isTextual() || input.path(0).isObject()) {
            return List.of(input);
        }
        if (!input.isArray() || input.isEmpty()) {
            throw new InvalidRequestException("input must be a string or an array", "input");
        }
        List<JsonNode> inputs = new ArrayList<>();
        input.forEach(inputs::add);
        return inputs;
    }

    private static JsonObject result(JsonNode input) {
        boolean hasText = input.isTextual();
        boolean hasImage = false;
        boolean shows = false;
        for (JsonNode part : input) {
            hasText |= part.path("type").asText().equals("text");
            hasImage |= part.path("type").asText().equals("image_url");
            shows |= part.at("/image_url/url").asText().contains("violent");
        }
        boolean flagged = shows || JudgeModel.script(input.toString()).equals("unsafe");
        JsonObject flags = new JsonObject();
        JsonObject scores = new JsonObject();
        JsonObject types = new JsonObject();
        for (String category : CATEGORIES) {
            boolean isIt = flagged && category.equals("violence");
            JsonArray applied = new JsonArray();
            if (hasText) {
                applied.add("text");
            }
            if (hasImage && SEEN.contains(category)) {
                applied.add("image");
            }
            flags.put(category, isIt);
            scores.put(category, isIt ? 0.93 : 0.0001);
            types.put(category, applied);
        }
        return new JsonObject()
                .put("flagged", flagged)
                .put("categories", flags)
                .put("category_scores", scores)
                .put("category_applied_input_types", types);
    }
}
