package io.tollgate.bench.load;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one phase of load saw.
 *
 * @param answered requests whose answer was complete and as expected
 * @param failed all others
 * @param failures the first few different reasons
 * @param windowNanos from the start to the last answer
 * @param latency of an open loop from the intended send time, of a closed one from the actual; until the whole plain answer, or
 *     until a stream's first content chunk
 * @param chunkDelay how much later than its ideal time each content chunk came: the intended send time, the first byte's wait, and
 *     the pace; empty for plain answers
 * @param lag how much later than intended the generator itself sent; empty for a closed loop
 */
public record LoadResult(
        long answered,
        long failed,
        List<String> failures,
        long windowNanos,
        Latencies latency,
        Latencies chunkDelay,
        Latencies lag) {
    /** A generator that is this late sends bursts where it promised a constant rate. */
    private static final long LAG_MICROS_MAX = 2_000;

    public LoadResult {
        failures = List.copyOf(failures);
    }

    /** Answered requests per second. */
    public double ratePerSecond() {
        return answered * (double) TimeUnit.SECONDS.toNanos(1) / windowNanos;
    }

    /** Whether the generator could not keep to its schedule, so that the load was not what the plan says. */
    public boolean generatorFellBehind() {
        return lag.p99() > LAG_MICROS_MAX;
    }
}
