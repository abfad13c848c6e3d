package io.tollgate.local.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One served call, as the provider would bill it. The names are those of {@code GET /simulator/calls}.
 *
 * @param id the caller's {@code X-Client-Request-Id}; null if it sent none
 * @param promptTokens 0 for a call refused or dropped before an answer began
 * @param completionTokens tokens generated until the end, reasoning included, whether or not the caller read them
 * @param fault the fault that was asked for; null for none
 * @param traceparent the W3C trace context the caller sent; null if it sent none
 */
record Call(
        @Nullable String id,
        String at,
        String model,
        boolean stream,
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("cached_tokens") int cachedTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("reasoning_tokens") int reasoningTokens,
        End end,
        @Nullable String fault,
        @Nullable String traceparent) {

    /** How a call ended. */
    enum End {
        /** The whole answer was sent. */
        COMPLETE,
        /** The caller closed the connection before the answer was whole. */
        CLIENT_GONE,
        /** The fault that was asked for ended it. */
        FAULT;

        @com.fasterxml.jackson.annotation.JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Headers of a caller are repeated in the journal; longer ones are cut, so that a line stays bounded. */
    static @Nullable String bounded(@Nullable String header) {
        return Optional.ofNullable(header)
                .map(value -> value.substring(0, Math.min(value.length(), 128)))
                .orElse(null);
    }
}
