package io.tollgate.chat.dialect.anthropic;

import io.tollgate.chat.dialect.answer.FinishReason;

/** Why Anthropic's models stop, in OpenAI's terms. */
final class AnthropicStop {

    private AnthropicStop() {}

    static FinishReason finishReason(String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence", "pause_turn" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            // A refusal, and what is not known yet: the answer is not what it could have been.
            default -> FinishReason.CONTENT_FILTER;
        };
    }
}
