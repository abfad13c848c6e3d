package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.CompletedAnswer;
import io.tollgate.chat.dialect.answer.CompletedChoice;
import java.io.IOException;

/** A whole message. */
final class AnthropicAnswer {

    private AnthropicAnswer() {}

    static byte[] translate(byte[] body, CallTerms terms) throws UntranslatableAnswerException {
        JsonNode message;
        try {
            message = Json.parseObject(body);
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
        if ("error".equals(message.path("type").textValue())) {
            return AnthropicErrors.within(message.path("error")).toJson();
        }
        String stopReason = Json.string(message, "stop_reason");
        if (!message.path("content").isArray() || stopReason == null) {
            throw new UntranslatableAnswerException("the answer has no content or no stop reason");
        }
        AnthropicUsage usage = new AnthropicUsage();
        usage.take(message.path("usage"));
        CompletedAnswer answer = new CompletedAnswer(terms);
        answer.identity(Json.string(message, "id"), Json.string(message, "model"));
        answer.serviceTier(usage.serviceTier());
        answer.choice(choice(message.path("content")), AnthropicStop.finishReason(stopReason));
        answer.usage(usage.counts());
        return answer.toBytes();
    }

    private static CompletedChoice choice(JsonNode content) {
        CompletedChoice choice = new CompletedChoice();
        for (JsonNode block : content) {
            switch (Json.string(block, "type", "")) {
                case "text" -> choice.text(Json.string(block, "text", ""));
                case "thinking" -> choice.reasoning(Json.string(block, "thinking", ""));
                case "tool_use" ->
                    choice.toolCall(
                            Json.string(block, "id", ""),
                            Json.string(block, "name", ""),
                            block.path("input").isObject() ? Json.text(block.path("input")) : "{}",
                            null);
                default -> {
                    // Redacted thinking, and tools that the provider runs itself.
                }
            }
        }
        return choice;
    }
}
