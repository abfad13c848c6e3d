package io.tollgate.chat.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.answer.TokenCounts;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's usage. {@code input_tokens} excludes what was read from and written to the cache; a stream reports in two places,
 * the second of which may repeat the first, so of each count the largest stands.
 */
final class AnthropicUsage {

    private boolean reported;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long cacheWriteFiveMinutes;
    private long cacheWriteOneHour;
    private long output;
    private @Nullable String serviceTier;

    void take(JsonNode usage) {
        if (!usage.isObject()) {
            return;
        }
        reported = true;
        input = Math.max(input, Json.count(usage, "input_tokens"));
        cacheRead = Math.max(cacheRead, Json.count(usage, "cache_read_input_tokens"));
        cacheWrite = Math.max(cacheWrite, Json.count(usage, "cache_creation_input_tokens"));
        JsonNode written = usage.path("cache_creation");
        cacheWriteFiveMinutes = Math.max(cacheWriteFiveMinutes, Json.count(written, "ephemeral_5m_input_tokens"));
        cacheWriteOneHour = Math.max(cacheWriteOneHour, Json.count(written, "ephemeral_1h_input_tokens"));
        output = Math.max(output, Json.count(usage, "output_tokens"));
        String tier = Json.string(usage, "service_tier");
        if (tier != null) {
            serviceTier = "standard".equals(tier) ? "default" : tier;
        }
    }

    /** Null if nothing was reported. */
    @Nullable
    TokenCounts counts() {
        if (!reported) {
            return null;
        }
        long written = Math.max(cacheWrite, cacheWriteFiveMinutes + cacheWriteOneHour);
        // Thinking is part of the output tokens, and not told apart.
        return new TokenCounts(
                input + cacheRead + written, cacheRead, written, cacheWriteOneHour, 0, output, OptionalLong.empty(), 0);
    }

    /** In OpenAI's terms; null if none was reported, or one that OpenAI has no name for. */
    @Nullable
    String serviceTier() {
        return "default".equals(serviceTier) || "priority".equals(serviceTier) ? serviceTier : null;
    }
}
