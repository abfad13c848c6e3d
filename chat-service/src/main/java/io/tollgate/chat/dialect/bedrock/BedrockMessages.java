package io.tollgate.chat.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.prompt.ChatPrompt;
import io.tollgate.chat.dialect.prompt.Part;
import io.tollgate.chat.dialect.prompt.ToolCall;
import io.tollgate.chat.dialect.prompt.Turn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the conversation. Instructions go to the front, wherever they stood; neighbouring turns of one side become one message.
 */
final class BedrockMessages {

    /** Converse's name for a document's format, by media type. */
    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private final ArrayNode system = Json.array();
    private final ArrayNode messages = Json.array();
    private String side = "";
    private int documents;

    void write(ChatPrompt prompt, ObjectNode request) throws InexpressibleRequestException {
        for (Turn turn : prompt.turns()) {
            switch (turn) {
                case Turn.Instruction instruction -> writeParts(instruction.parts(), system);
                case Turn.User user -> writeParts(user.parts(), content("user"));
                case Turn.Assistant assistant -> {
                    if (!assistant.parts().isEmpty() || !assistant.toolCalls().isEmpty()) {
                        writeParts(assistant.parts(), content("assistant"));
                        assistant.toolCalls().forEach(call -> writeCall(call, content("assistant")));
                    }
                }
                case Turn.ToolResult result -> {
                    ObjectNode block = content("user").addObject().putObject("toolResult");
                    block.put("toolUseId", result.callId());
                    writeParts(result.parts(), block.putArray("content"));
                }
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

    private static void writeCall(ToolCall call, ArrayNode content) {
        content.addObject()
                .putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.name())
                .set("input", call.arguments());
    }

    private void writeParts(List<Part> parts, ArrayNode content) throws InexpressibleRequestException {
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> content.addObject().put("text", text.text());
                case Part.ImageLink link ->
                    throw InexpressibleRequestException.unsupported(
                            link.path(), BedrockRequest.PROVIDER, "images must be sent as data URLs.");
                case Part.Media media -> writeMedia(media, content);
            }
            mark(content, part.cache());
        }
    }

    private void writeMedia(Part.Media media, ArrayNode content) throws InexpressibleRequestException {
        if (media.isImage()) {
            content.addObject()
                    .putObject("image")
                    .put("format", media.subtype())
                    .putObject("source")
                    .put("bytes", media.base64());
            return;
        }
        String format = DOCUMENTS.get(media.mediaType());
        if (format == null) {
            throw InexpressibleRequestException.unsupported(
                    media.path(), BedrockRequest.PROVIDER, "it takes images and documents.");
        }
        documents++;
        content.addObject()
                .putObject("document")
                .put("format", format)
                // Of a name Converse takes few characters, and no two the same.
                .put("name", "document-" + documents)
                .putObject("source")
                .put("bytes", media.base64());
    }

    static void mark(ArrayNode blocks, Part.@Nullable CacheMark cache) {
        if (cache != null) {
            ObjectNode point = blocks.addObject().putObject("cachePoint").put("type", "default");
            if (cache.oneHour()) {
                point.put("ttl", "1h");
            }
        }
    }
}
