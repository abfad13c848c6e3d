package io.tollgate.chat.dialect.bedrock;

import io.tollgate.chat.dialect.ProviderError;
import io.tollgate.chat.dialect.answer.FinishReason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why models on Bedrock stop, in OpenAI's terms. */
final class BedrockStop {

    private static final Set<String> BROKEN = Set.of("malformed_tool_use", "malformed_model_output");

    private BedrockStop() {}

    static FinishReason finishReason(String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            // Filters, and what is not known yet: the answer is not what it could have been.
            default -> FinishReason.CONTENT_FILTER;
        };
    }

    /** What is no answer at all. Null for every other reason. */
    static @Nullable ProviderError error(String stopReason) {
        return BROKEN.contains(stopReason)
                ? ProviderError.of(
                        502,
                        ProviderError.SERVER_ERROR,
                        "invalid_model_output",
                        "The model's output is not valid (" + stopReason + "); try again.")
                : null;
    }
}
