package io.tollgate.chat.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.answer.TokenCounts;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converse's usage. {@code inputTokens} excludes what was read from and written to the cache; reasoning is not told apart. */
final class BedrockUsage {

    private BedrockUsage() {}

    /** Null if there is none. */
    static @Nullable TokenCounts of(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        long oneHour = 0;
        long detailed = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            long tokens = Json.count(detail, "inputTokens");
            detailed += tokens;
            oneHour += "1h".equals(detail.path("ttl").textValue()) ? tokens : 0;
        }
        long read = Json.count(usage, "cacheReadInputTokens");
        long written = Math.max(Json.count(usage, "cacheWriteInputTokens"), detailed);
        return new TokenCounts(
                Json.count(usage, "inputTokens") + read + written,
                read,
                written,
                oneHour,
                0,
                Json.count(usage, "outputTokens"),
                OptionalLong.empty(),
                0);
    }
}
