package io.tollgate.contracts.usage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Counts by {@link Meter}. A meter that is absent was not reported, which is not the same as a reported zero.
 *
 * @param counts units by meter, each 0 or more
 */
public record Usage(@JsonValue Map<Meter, Long> counts) {

    public static final Usage NOT_REPORTED = new Usage(Map.of());

    public Usage {
        EnumMap<Meter, Long> copy = new EnumMap<>(Meter.class);
        counts.forEach((meter, count) -> {
            Objects.requireNonNull(count, "the count of a reported meter");
            if (count < 0) {
                throw new IllegalArgumentException("count of " + meter.wireName() + " must not be negative: " + count);
            }
            copy.put(meter, count);
        });
        counts = Collections.unmodifiableMap(copy);
    }

    @JsonCreator
    public static Usage of(Map<Meter, Long> counts) {
        return new Usage(counts);
    }

    public static Usage of(Meter meter, long count) {
        return new Usage(Map.of(meter, count));
    }

    /** This usage with one more reported meter. */
    public Usage with(Meter meter, long count) {
        EnumMap<Meter, Long> copy = new EnumMap<>(Meter.class);
        copy.putAll(counts);
        copy.put(meter, count);
        return new Usage(copy);
    }

    public OptionalLong count(Meter meter) {
        Long count = counts.get(meter);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    public boolean isReported() {
        return !counts.isEmpty();
    }

    /** Tokens read, over all input meters that were reported. This is the context size that price tiers look at. */
    public long inputTokens() {
        return total(Meter.Side.INPUT);
    }

    /** Tokens written, over all output meters that were reported. */
    public long outputTokens() {
        return total(Meter.Side.OUTPUT);
    }

    private long total(Meter.Side side) {
        long total = 0;
        for (Map.Entry<Meter, Long> entry : counts.entrySet()) {
            if (entry.getKey().side() == side) {
                total = Math.addExact(total, entry.getValue());
            }
        }
        return total;
    }
}
