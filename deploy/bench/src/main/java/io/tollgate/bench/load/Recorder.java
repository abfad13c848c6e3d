package io.tollgate.bench.load;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Collects what a phase of load sees. Used by one thread. */
final class Recorder {
    /** Longer than any answer may take. */
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

    private static final int DIGITS = 3;
    private static final int FAILURES_MAX = 5;
    private static final int FAILURE_CHARACTERS_MAX = 300;

    private final Histogram latency = new Histogram(NANOS_MAX, DIGITS);
    private final Histogram chunkDelay = new Histogram(NANOS_MAX, DIGITS);
    private final Histogram lag = new Histogram(NANOS_MAX, DIGITS);
    private final Set<String> failures = new LinkedHashSet<>();
    private final ExpectedAnswer expected;
    private long answered;
    private long failed;

    Recorder(ExpectedAnswer expected) {
        this.expected = expected;
    }

    void sent(long intendedNanos, long nowNanos) {
        record(lag, nowNanos - intendedNanos);
    }

    void latency(long intendedNanos, long nowNanos) {
        record(latency, nowNanos - intendedNanos);
    }

    /** @param chunk the content chunk's number, from 0 */
    void chunk(int chunk, long intendedNanos, long nowNanos) {
        if (chunk == 0) {
            latency(intendedNanos, nowNanos);
        }
        long ideal = TimeUnit.MILLISECONDS.toNanos(expected.firstByteMillis() + (long) chunk * expected.chunkMillis());
        record(chunkDelay, nowNanos - intendedNanos - ideal);
    }

    void answered() {
        answered++;
    }

    void failed(String reason) {
        failed++;
        if (failures.size() < FAILURES_MAX) {
            failures.add(reason.substring(0, Math.min(reason.length(), FAILURE_CHARACTERS_MAX)));
        }
    }

    LoadResult result(long windowNanos) {
        return new LoadResult(
                answered,
                failed,
                failures.stream().toList(),
                windowNanos,
                Latencies.ofNanos(latency),
                Latencies.ofNanos(chunkDelay),
                Latencies.ofNanos(lag));
    }

    /** The upstream counts whole milliseconds, so that a chunk may be a part of one early. */
    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, NANOS_MAX));
    }
}
