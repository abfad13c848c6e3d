package io.tollgate.chat.dialect.answer;

import java.util.Locale;

/** Why a choice ended, as OpenAI's clients know it. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER;

    String wireName(boolean legacyFunctions) {
        return this == TOOL_CALLS && legacyFunctions ? "function_call" : name().toLowerCase(Locale.ROOT);
    }
}
