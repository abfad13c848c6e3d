package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import java.io.IOException;

/** A chat completion as a message: the one that it carries, or one that says the same. */
public final class OpenAiToMessages {

    private OpenAiToMessages() {}

    /** @throws UntranslatableAnswerException if it is not a chat completion */
    public static byte[] translate(byte[] completion) throws UntranslatableAnswerException {
        try {
            ObjectNode answer = Json.parseObject(completion);
            return MessageCarrier.carries(answer) ? MessageCarrier.message(answer) : Json.bytes(message(answer));
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
    }

    private static ObjectNode message(JsonNode completion) {
        JsonNode choice = completion.path("choices").path(0);
        JsonNode said = choice.path("message");
        ObjectNode message = head(completion);
        ArrayNode content = message.putArray("content");
        String thoughts = Json.string(said, "reasoning_content", Json.string(said, "reasoning", ""));
        if (!thoughts.isEmpty()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", thoughts)
                    .put("signature", "");
        }
        String text = Json.string(said, "content", "") + Json.string(said, "refusal", "");
        if (!text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
        for (JsonNode call : said.path("tool_calls")) {
            String arguments = Json.string(call.path("function"), "arguments", "");
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", Json.string(call, "id", ""))
                    .put("name", Json.string(call.path("function"), "name", ""))
                    .set("input", input(arguments));
        }
        boolean refused = said.path("refusal").isTextual();
        message.put("stop_reason", refused ? "refusal" : stopReason(Json.string(choice, "finish_reason", "stop")));
        message.putNull("stop_sequence");
        message.set("usage", MessagesUsage.of(completion.path("usage")));
        return message;
    }

    /** Arguments that broke off, as at a bound on the output, are no object: they are given as the text that they are. */
    private static ObjectNode input(String arguments) {
        if (arguments.isBlank()) {
            return Json.object();
        }
        try {
            return Json.parseObject(arguments);
        } catch (IOException brokenOff) {
            return Json.object().put("incomplete_arguments", arguments);
        }
    }

    /** What a message begins with. */
    static ObjectNode head(JsonNode completion) {
        return Json.object()
                .put("id", Json.string(completion, "id", ""))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", Json.string(completion, "model", ""));
    }

    static String stopReason(String finishReason) {
        return switch (finishReason) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> "end_turn";
        };
    }
}
