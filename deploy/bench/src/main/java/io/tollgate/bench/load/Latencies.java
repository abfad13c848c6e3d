package io.tollgate.bench.load;

import org.HdrHistogram.Histogram;

/**
 * A distribution of times, in microseconds with three significant digits.
 *
 * @param count how many were recorded; where it is 0 the times mean nothing
 */
public record Latencies(long count, long p50, long p99, long p999, long max) {
    private static final long NANOS_PER_MICRO = 1_000;

    static Latencies ofNanos(Histogram nanos) {
        return new Latencies(
                nanos.getTotalCount(), micros(nanos, 50), micros(nanos, 99), micros(nanos, 99.9), micros(nanos, 100));
    }

    private static long micros(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
