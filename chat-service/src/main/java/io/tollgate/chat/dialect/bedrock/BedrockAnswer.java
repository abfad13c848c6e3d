package io.tollgate.chat.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.CompletedAnswer;
import io.tollgate.chat.dialect.answer.CompletedChoice;
import java.io.IOException;

/** A whole answer. */
final class BedrockAnswer {

    private BedrockAnswer() {}

    static byte[] translate(byte[] body, CallTerms terms) throws UntranslatableAnswerException {
        JsonNode root;
        try {
            root = Json.parseObject(body);
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
        JsonNode content = root.path("output").path("message").path("content");
        String stopReason = Json.string(root, "stopReason");
        if (!content.isArray() || stopReason == null) {
            throw new UntranslatableAnswerException("the answer has no content or no stop reason");
        }
        ProviderError error = BedrockStop.error(stopReason);
        if (error != null) {
            return error.toJson();
        }
        CompletedAnswer answer = new CompletedAnswer(terms);
        answer.choice(choice(content), BedrockStop.finishReason(stopReason));
        answer.usage(BedrockUsage.of(root.path("usage")));
        return answer.toBytes();
    }

    private static CompletedChoice choice(JsonNode content) {
        CompletedChoice choice = new CompletedChoice();
        for (JsonNode block : content) {
            choice.text(Json.string(block, "text", ""));
            choice.reasoning(Json.string(block.path("reasoningContent").path("reasoningText"), "text", ""));
            JsonNode toolUse = block.path("toolUse");
            if (toolUse.isObject()) {
                choice.toolCall(
                        Json.string(toolUse, "toolUseId", ""),
                        Json.string(toolUse, "name", ""),
                        toolUse.path("input").isObject() ? Json.text(toolUse.path("input")) : "{}",
                        null);
            }
        }
        return choice;
    }
}
