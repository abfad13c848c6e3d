package io.tollgate.moderation.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.moderation.failure.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What LiteLLM asks about. Of the members that it sends those are read here that say something; all others, known and to come, are
 * left alone.
 *
 * @param stage {@code input_type}: whether it is a request or a response
 * @param texts what the answer may replace, one by one
 * @param toolTexts the arguments of tool calls, which the answer cannot replace
 * @param images how many images there are, which are not examined
 */
record GuardrailRequest(Stage stage, List<String> texts, List<String> toolTexts, int images) {

    private static final int TEXTS_MAX = 4_096;

    GuardrailRequest {
        texts = List.copyOf(texts);
        toolTexts = List.copyOf(toolTexts);
    }

    /** @throws RefusedException if it cannot be understood; LiteLLM then treats the guardrail as failed */
    static GuardrailRequest read(ObjectMapper json, byte[] body) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (IOException malformed) {
            // The parser's message quotes what it read.
            throw RefusedException.invalid(null, null, "The body is not valid JSON.");
        }
        if (root == null || !root.isObject()) {
            throw RefusedException.invalid(null, null, "The body must be a JSON object.");
        }
        List<String> toolTexts = new ArrayList<>();
        for (JsonNode call : root.path("tool_calls")) {
            JsonNode arguments = call.path("function").path("arguments");
            if (!arguments.isMissingNode() && !arguments.isNull()) {
                toolTexts.add(arguments.isTextual() ? arguments.textValue() : arguments.toString());
            }
        }
        return new GuardrailRequest(
                stage(root.path("input_type")), texts(root.path("texts")), toolTexts, images(root.path("images")));
    }

    private static Stage stage(JsonNode type) {
        return switch (type.asText("")) {
            case "request" -> Stage.INPUT;
            case "response" -> Stage.OUTPUT;
            default ->
                throw RefusedException.invalid(
                        "input_type", "invalid_value", "'input_type' must be 'request' or 'response'.");
        };
    }

    private static List<String> texts(JsonNode texts) {
        if (texts.isMissingNode() || texts.isNull()) {
            return List.of();
        }
        if (!texts.isArray() || texts.size() > TEXTS_MAX) {
            throw RefusedException.invalid(
                    "texts", "invalid_type", "'texts' must be an array of at most " + TEXTS_MAX + " strings.");
        }
        List<String> read = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isTextual()) {
                throw RefusedException.invalid(
                        "texts[" + i + "]", "invalid_type", "'texts[" + i + "]' must be a string.");
            }
            read.add(texts.get(i).textValue());
        }
        return List.copyOf(read);
    }

    private static int images(JsonNode images) {
        return images.isArray() ? images.size() : 0;
    }

    /** Everything that is examined, the texts first. */
    List<String> examined() {
        List<String> all = new ArrayList<>(texts);
        all.addAll(toolTexts);
        return all;
    }
}
