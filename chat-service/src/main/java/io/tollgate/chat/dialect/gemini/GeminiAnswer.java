package io.tollgate.chat.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import io.tollgate.chat.dialect.answer.CompletedAnswer;
import io.tollgate.chat.dialect.answer.CompletedChoice;
import io.tollgate.chat.dialect.answer.FinishReason;
import java.io.IOException;

/** A whole answer. */
final class GeminiAnswer {

    private GeminiAnswer() {}

    static byte[] translate(byte[] body, CallTerms terms) throws UntranslatableAnswerException {
        JsonNode root;
        try {
            root = Json.parseObject(body);
        } catch (IOException malformed) {
            throw new UntranslatableAnswerException("the answer is not a JSON object");
        }
        if (root.path("error").isObject()) {
            return GeminiErrors.within(root.path("error")).toJson();
        }
        JsonNode candidates = root.path("candidates");
        for (JsonNode candidate : candidates) {
            ProviderError error = GeminiFinish.error(Json.string(candidate, "finishReason", ""));
            if (error != null) {
                return error.toJson();
            }
        }
        CompletedAnswer answer = new CompletedAnswer(terms);
        answer.identity(Json.string(root, "responseId"), Json.string(root, "modelVersion"));
        if (candidates.isEmpty()) {
            requireBlocked(root);
            answer.choice(new CompletedChoice(), FinishReason.CONTENT_FILTER);
        }
        for (int index = 0; index < candidates.size(); index++) {
            JsonNode candidate = candidates.get(index);
            String reason = Json.string(candidate, "finishReason");
            if (reason == null) {
                throw new UntranslatableAnswerException("a candidate of the answer has no finish reason");
            }
            CompletedChoice choice = choice(candidate, terms, index);
            answer.choice(choice, GeminiFinish.finishReason(reason, choice.hasToolCalls()));
        }
        answer.usage(GeminiUsage.of(root.path("usageMetadata")));
        return answer.toBytes();
    }

    /** An answer without candidates is right only where the prompt was blocked. */
    static void requireBlocked(JsonNode root) throws UntranslatableAnswerException {
        if (Json.string(root.path("promptFeedback"), "blockReason") == null) {
            throw new UntranslatableAnswerException("the answer has no candidates");
        }
    }

    private static CompletedChoice choice(JsonNode candidate, CallTerms terms, int index)
            throws UntranslatableAnswerException {
        CompletedChoice choice = new CompletedChoice();
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (part.has("functionCall")) {
                GeminiCall call = GeminiCall.of(part, terms, index, choice.toolCalls());
                choice.toolCall(call.id(), call.name(), call.arguments(), call.extraContent());
            } else if (part.path("thought").asBoolean()) {
                choice.reasoning(Json.string(part, "text", ""));
            } else {
                choice.text(Json.string(part, "text", ""));
            }
        }
        return choice;
    }
}
