package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.prompt.ChatPrompt;
import io.tollgate.chat.dialect.prompt.Part;
import io.tollgate.chat.dialect.prompt.ToolCall;
import io.tollgate.chat.dialect.prompt.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the conversation. Instructions go to the front, wherever they stood; neighbouring turns of one side become one message,
 * as Anthropic wants them, with the results of tools first.
 */
final class AnthropicMessages {

    private final ArrayNode system = Json.array();
    private final ArrayNode messages = Json.array();
    private String side = "";

    void write(ChatPrompt prompt, ObjectNode request) throws InexpressibleRequestException {
        for (Turn turn : prompt.turns()) {
            switch (turn) {
                case Turn.Instruction instruction -> writeParts(instruction.parts(), system);
                case Turn.User user -> writeParts(user.parts(), content("user"));
                case Turn.Assistant assistant -> writeAssistant(assistant);
                case Turn.ToolResult result -> writeResult(result);
            }
        }
        if (!system.isEmpty()) {
            request.set("system", system);
        }
        request.set("messages", messages);
    }

    private ArrayNode content(String role) {
        if (side.equals(role)) {
            return (ArrayNode) messages.get(messages.size() - 1).get("content");
        }
        side = role;
        return messages.addObject().put("role", role).putArray("content");
    }

    private void writeAssistant(Turn.Assistant assistant) throws InexpressibleRequestException {
        if (assistant.parts().isEmpty() && assistant.toolCalls().isEmpty()) {
            return;
        }
        ArrayNode content = content("assistant");
        writeParts(assistant.parts(), content);
        for (ToolCall call : assistant.toolCalls()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.name())
                    .set("input", call.arguments());
        }
    }

    private void writeResult(Turn.ToolResult result) throws InexpressibleRequestException {
        ObjectNode block =
                content("user").addObject().put("type", "tool_result").put("tool_use_id", result.callId());
        if (!result.parts().isEmpty()) {
            writeParts(result.parts(), block.putArray("content"));
        }
    }

    private static void writeParts(List<Part> parts, ArrayNode content) throws InexpressibleRequestException {
        for (Part part : parts) {
            mark(writePart(part, content), part.cache());
        }
    }

    private static ObjectNode writePart(Part part, ArrayNode content) throws InexpressibleRequestException {
        return switch (part) {
            case Part.Text text -> content.addObject().put("type", "text").put("text", text.text());
            case Part.ImageLink link -> {
                ObjectNode block = content.addObject().put("type", "image");
                block.putObject("source").put("type", "url").put("url", link.url());
                yield block;
            }
            case Part.Media media -> {
                ObjectNode block = content.addObject().put("type", typeOf(media));
                block.putObject("source")
                        .put("type", "base64")
                        .put("media_type", media.mediaType())
                        .put("data", media.base64());
                if (media.name() != null && !media.isImage()) {
                    block.put("title", media.name());
                }
                yield block;
            }
        };
    }

    private static String typeOf(Part.Media media) throws InexpressibleRequestException {
        if (media.isImage()) {
            return "image";
        }
        if (media.mediaType().equals("application/pdf")) {
            return "document";
        }
        throw InexpressibleRequestException.unsupported(
                media.path(), "Anthropic models", "they take images and PDF documents.");
    }

    static void mark(ObjectNode block, Part.@Nullable CacheMark cache) {
        if (cache != null) {
            ObjectNode control = block.putObject("cache_control").put("type", "ephemeral");
            if (cache.oneHour()) {
                control.put("ttl", "1h");
            }
        }
    }
}
