package io.tollgate.chat.dialect.gemini;

import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.answer.FinishReason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why Gemini's models stop, in OpenAI's terms. */
final class GeminiFinish {

    private static final Set<String> BROKEN = Set.of("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL");

    private GeminiFinish() {}

    static FinishReason finishReason(String reason, boolean calledTools) {
        return switch (reason) {
            case "STOP" -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            // Filters of many names, and what is not known yet: the answer is not what it could have been.
            default -> FinishReason.CONTENT_FILTER;
        };
    }

    /** What is no answer at all: the model failed to call a tool. Null for every other reason. */
    static @Nullable ProviderError error(String reason) {
        return BROKEN.contains(reason)
                ? ProviderError.of(
                        502,
                        ProviderError.SERVER_ERROR,
                        "invalid_tool_call",
                        "The model wrote a tool call that is not valid (" + reason + "); try again.")
                : null;
    }
}
