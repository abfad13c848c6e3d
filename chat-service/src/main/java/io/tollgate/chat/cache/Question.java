package io.tollgate.chat.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A chat request in two parts: what may be asked in other words, and what must be the same.
 *
 * @param text of the last message, which is the user's
 * @param rest the request without it
 */
record Question(String text, JsonNode rest) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** @return empty if a message consists of more than text, or the last one is not the user's: then words do not say all */
    static Optional<Question> of(JsonNode request) {
        if (!(request instanceof ObjectNode whole)
                || !(request.get("messages") instanceof ArrayNode messages)
                || messages.isEmpty()
                || !(messages.get(messages.size() - 1) instanceof ObjectNode last)
                || !"user".equals(last.path("role").textValue())) {
            return Optional.empty();
        }
        for (JsonNode message : messages) {
            if (!isText(message.path("content"))) {
                return Optional.empty();
            }
        }
        String text = text(last.path("content"));
        if (text.isBlank()) {
            return Optional.empty();
        }
        ObjectNode silent = NODES.objectNode().setAll(last);
        silent.set("content", withoutText(last.path("content")));
        List<JsonNode> others = new ArrayList<>(messages.size());
        messages.forEach(others::add);
        others.set(others.size() - 1, silent);
        ObjectNode rest = NODES.objectNode().setAll(whole);
        rest.set("messages", NODES.arrayNode().addAll(others));
        return Optional.of(new Question(text, rest));
    }

    /** Nothing at all is what a message has that only calls tools. */
    private static boolean isText(JsonNode content) {
        if (!content.isArray()) {
            return content.isTextual() || content.isNull() || content.isMissingNode();
        }
        for (JsonNode part : content) {
            if (!"text".equals(part.path("type").textValue())
                    || !part.path("text").isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringJoiner texts = new StringJoiner("\n");
        content.forEach(part -> texts.add(part.path("text").textValue()));
        return texts.toString();
    }

    /** How it is divided, and whatever else its parts say, still counts. */
    private static JsonNode withoutText(JsonNode content) {
        if (!content.isArray()) {
            return NODES.textNode("");
        }
        ArrayNode silent = NODES.arrayNode(content.size());
        for (JsonNode part : content) {
            ObjectNode copy = NODES.objectNode();
            part.properties().forEach(member -> copy.set(member.getKey(), member.getValue()));
            silent.add(copy.put("text", ""));
        }
        return silent;
    }
}
