package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;

/**
 * {@code system} and {@code messages} as chat messages. The results of tools become messages of their own, before what else the
 * user says; pictures among them follow as the user's. Thoughts are left out: only their author could read them.
 */
final class MessagesConversation {

    private final boolean keepCacheMarks;
    private final ArrayNode chat = Json.array();

    MessagesConversation(boolean keepCacheMarks) {
        this.keepCacheMarks = keepCacheMarks;
    }

    ArrayNode translate(JsonNode request) throws InexpressibleRequestException {
        JsonNode system = request.path("system");
        if (system.isTextual() || !system.isEmpty()) {
            ObjectNode message = chat.addObject().put("role", "system");
            setContent(message, system, "system");
        }
        JsonNode messages = request.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw InexpressibleRequestException.invalid("messages", "It must be a list with at least one message.");
        }
        for (int index = 0; index < messages.size(); index++) {
            message(messages.path(index), "messages[" + index + "]");
        }
        return chat;
    }

    private void message(JsonNode message, String path) throws InexpressibleRequestException {
        JsonNode content = message.path("content");
        switch (Json.string(message, "role", "")) {
            case "user" -> {
                ArrayNode rest = results(content, path + ".content");
                if (content.isTextual()) {
                    chat.addObject().put("role", "user").set("content", content);
                } else if (!rest.isEmpty()) {
                    setContent(chat.addObject().put("role", "user"), rest, path + ".content");
                }
            }
            case "assistant" -> assistant(content, path + ".content");
            case "system" -> setContent(chat.addObject().put("role", "system"), content, path + ".content");
            default -> throw InexpressibleRequestException.invalid(path + ".role", "It must be 'user' or 'assistant'.");
        }
    }

    /** Writes the results of tools, and gives what else the content has. */
    private ArrayNode results(JsonNode content, String path) throws InexpressibleRequestException {
        ArrayNode rest = Json.array();
        for (int index = 0; index < content.size(); index++) {
            JsonNode block = content.path(index);
            if (!"tool_result".equals(block.path("type").textValue())) {
                rest.add(block);
                continue;
            }
            String id = Json.string(block, "tool_use_id");
            if (id == null) {
                throw InexpressibleRequestException.invalid(
                        path + "[" + index + "].tool_use_id", "A result needs the id of the call it answers.");
            }
            StringBuilder text = new StringBuilder(Json.string(block, "content", ""));
            for (JsonNode part : block.path("content")) {
                if ("text".equals(part.path("type").textValue())) {
                    text.append(Json.string(part, "text", ""));
                } else {
                    rest.add(part);
                }
            }
            chat.addObject().put("role", "tool").put("tool_call_id", id).put("content", text.toString());
        }
        return rest;
    }

    private void assistant(JsonNode content, String path) throws InexpressibleRequestException {
        ObjectNode message = chat.addObject().put("role", "assistant");
        if (content.isTextual()) {
            message.set("content", content);
            return;
        }
        ArrayNode texts = Json.array();
        ArrayNode calls = Json.array();
        for (int index = 0; index < content.size(); index++) {
            JsonNode block = content.path(index);
            switch (Json.string(block, "type", "")) {
                case "text" -> texts.add(block);
                case "thinking", "redacted_thinking" -> {
                    // See above.
                }
                case "tool_use" ->
                    calls.addObject()
                            .put("id", Json.string(block, "id", ""))
                            .put("type", "function")
                            .putObject("function")
                            .put("name", Json.string(block, "name", ""))
                            .put("arguments", Json.text(block.path("input")));
                default -> throw unknown(path + "[" + index + "].type");
            }
        }
        if (texts.isEmpty()) {
            message.putNull("content");
        } else {
            setContent(message, texts, path);
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
    }

    private void setContent(ObjectNode message, JsonNode content, String path) throws InexpressibleRequestException {
        if (content.isTextual()) {
            message.set("content", content);
            return;
        }
        ArrayNode parts = message.putArray("content");
        for (int index = 0; index < content.size(); index++) {
            JsonNode block = content.path(index);
            ObjectNode part = part(block, path + "[" + index + "]");
            if (keepCacheMarks && block.path("cache_control").isObject()) {
                part.set("cache_control", block.path("cache_control"));
            }
            parts.add(part);
        }
    }

    private static ObjectNode part(JsonNode block, String path) throws InexpressibleRequestException {
        JsonNode source = block.path("source");
        return switch (Json.string(block, "type", "")) {
            case "text" -> Json.object().put("type", "text").put("text", Json.string(block, "text", ""));
            case "image" -> {
                ObjectNode part = Json.object().put("type", "image_url");
                part.putObject("image_url").put("url", url(source, path + ".source"));
                yield part;
            }
            case "document" -> {
                if ("text".equals(source.path("type").textValue())) {
                    yield Json.object().put("type", "text").put("text", Json.string(source, "data", ""));
                }
                ObjectNode part = Json.object().put("type", "file");
                part.putObject("file")
                        .put("filename", Json.string(block, "title", "document.pdf"))
                        .put("file_data", data(source, path + ".source"));
                yield part;
            }
            default -> throw unknown(path + ".type");
        };
    }

    private static String url(JsonNode source, String path) throws InexpressibleRequestException {
        return "url".equals(source.path("type").textValue()) ? Json.string(source, "url", "") : data(source, path);
    }

    private static String data(JsonNode source, String path) throws InexpressibleRequestException {
        if (!"base64".equals(source.path("type").textValue())) {
            throw new InexpressibleRequestException(
                    MessagesToOpenAi.UNSUPPORTED,
                    path + ".type",
                    "Here it must be sent within the request, as 'base64'.");
        }
        return "data:" + Json.string(source, "media_type", "") + ";base64," + Json.string(source, "data", "");
    }

    private static InexpressibleRequestException unknown(String path) {
        return new InexpressibleRequestException(
                MessagesToOpenAi.UNSUPPORTED, path, "A content block of this type is not supported here.");
    }
}
