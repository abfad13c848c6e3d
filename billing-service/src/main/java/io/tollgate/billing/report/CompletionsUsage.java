package io.tollgate.billing.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.usage.Meter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What completions used in a bucket or a group of it. Totals include what their parts count, as OpenAI's do: input tokens
 * include cached ones and cache writes, output tokens include reasoning.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record CompletionsUsage(
        String object,
        long inputTokens,
        long inputCachedTokens,
        long inputCacheWriteTokens,
        long inputUncachedTokens,
        long outputTokens,
        long inputTextTokens,
        long outputTextTokens,
        long inputAudioTokens,
        long outputAudioTokens,
        long inputImageTokens,
        long numModelRequests,
        @Nullable String projectId,
        @Nullable String userId,
        @Nullable String apiKeyId,
        @Nullable String model,
        @Nullable Boolean batch,
        @Nullable String serviceTier) {

    /**
     * @param quantities units by meter, and the requests under {@link #REQUESTS}
     * @param group the values grouped by
     */
    static CompletionsUsage of(Map<String, Long> quantities, Map<Dimension, String> group) {
        Map<Meter, Long> counts = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            counts.put(meter, quantities.getOrDefault(meter.wireName(), 0L));
        }
        long cacheWrites = sum(counts, Meter.CACHE_WRITE_5M, Meter.CACHE_WRITE_1H);
        String batch = group.get(Dimension.BATCH);
        return new CompletionsUsage(
                "organization.usage.completions.result",
                side(counts, Meter.Side.INPUT),
                sum(counts, Meter.INPUT_CACHED),
                cacheWrites,
                sum(counts, Meter.INPUT_UNCACHED, Meter.INPUT_AUDIO, Meter.INPUT_IMAGE),
                side(counts, Meter.Side.OUTPUT),
                sum(counts, Meter.INPUT_UNCACHED),
                sum(counts, Meter.OUTPUT_TEXT, Meter.OUTPUT_REASONING),
                sum(counts, Meter.INPUT_AUDIO),
                sum(counts, Meter.OUTPUT_AUDIO),
                sum(counts, Meter.INPUT_IMAGE),
                quantities.getOrDefault(REQUESTS, 0L),
                group.get(Dimension.PROJECT),
                group.get(Dimension.USER),
                group.get(Dimension.API_KEY),
                group.get(Dimension.MODEL),
                batch == null ? null : Boolean.valueOf(batch),
                group.get(Dimension.SERVICE_TIER));
    }

    /** The roll-up's name for attempts that reached a provider. */
    static final String REQUESTS = "model_requests";

    private static long side(Map<Meter, Long> counts, Meter.Side side) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().side() == side)
                .mapToLong(Map.Entry::getValue)
                .reduce(0, Math::addExact);
    }

    private static long sum(Map<Meter, Long> counts, Meter... meters) {
        long sum = 0;
        for (Meter meter : meters) {
            sum = Math.addExact(sum, counts.getOrDefault(meter, 0L));
        }
        return sum;
    }
}
