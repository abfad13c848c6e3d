package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.InexpressibleRequestException;
import io.tollgate.chat.dialect.Json;
import java.nio.charset.StandardCharsets;

/**
 * How many tokens a request of Anthropic's Messages has, by estimate: no tokenizer of theirs is public. One for each four bytes of
 * text, names and schemas, four for each message, and for each picture or document as many as a large picture has.
 */
public final class TokenEstimate {

    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_MEDIA = 1_600;

    private TokenEstimate() {}

    /** @throws InexpressibleRequestException if it is not a request */
    public static long inputTokens(byte[] body) throws InexpressibleRequestException {
        JsonNode request = MessagesToOpenAi.parse(body);
        JsonNode messages = request.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw InexpressibleRequestException.invalid("messages", "It must be a list with at least one message.");
        }
        long tokens = (long) TOKENS_PER_MESSAGE * messages.size();
        tokens += ofContent(request.path("system"));
        for (JsonNode message : messages) {
            tokens += ofContent(message.path("content"));
        }
        for (JsonNode tool : request.path("tools")) {
            tokens += ofText(Json.text(tool));
        }
        return tokens;
    }

    private static long ofContent(JsonNode content) {
        if (content.isTextual()) {
            return ofText(content.textValue());
        }
        long tokens = 0;
        for (JsonNode block : content) {
            tokens += switch (Json.string(block, "type", "")) {
                case "text" -> ofText(Json.string(block, "text", ""));
                case "image", "document" -> TOKENS_PER_MEDIA;
                case "tool_result" -> ofContent(block.path("content"));
                default -> ofText(Json.text(block));
            };
        }
        return tokens;
    }

    private static long ofText(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
    }
}
