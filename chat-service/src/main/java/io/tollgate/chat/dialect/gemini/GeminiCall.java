package io.tollgate.chat.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.CallTerms;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.UntranslatableAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code functionCall} part.
 *
 * @param extraContent keeps the signature that Gemini wants back with the call, under the name that Google's own OpenAI-compatible
 *     endpoint uses; null if there is none
 */
record GeminiCall(
        String id, String name, String arguments, @Nullable ObjectNode extraContent) {

    /** @param ordinal the call's number within the answer, for an id where Gemini gave none */
    static GeminiCall of(JsonNode part, CallTerms terms, int choice, int ordinal) throws UntranslatableAnswerException {
        JsonNode call = part.path("functionCall");
        String name = Json.string(call, "name");
        if (name == null || name.isEmpty()) {
            throw new UntranslatableAnswerException("a function call of the answer has no name");
        }
        String suffix = choice == 0 ? "_" + ordinal : "_" + choice + "_" + ordinal;
        String signature = Json.string(part, "thoughtSignature");
        ObjectNode extra = null;
        if (signature != null) {
            extra = Json.object();
            extra.putObject("google").put("thought_signature", signature);
        }
        return new GeminiCall(
                Json.string(call, "id", "call_" + terms.callId() + suffix),
                name,
                call.path("args").isObject() ? Json.text(call.path("args")) : "{}",
                extra);
    }
}
