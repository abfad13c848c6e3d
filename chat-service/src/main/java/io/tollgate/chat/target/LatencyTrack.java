package io.tollgate.chat.target;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How long a target takes to answer. The average is a peak-sensitive moving one: a slow answer counts at once, a fast one
 * pulls it down only with time, so that a target that has become slow is left soon and returned to carefully. Times are
 * {@link System#nanoTime()}'s.
 */
final class LatencyTrack {

    /** After this time a former average counts for about a third. */
    private static final double DECAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int SAMPLES = 128;
    /** The percentile is calculated anew after so many samples. */
    private static final int REFRESH = 16;

    private final long[] samples = new long[SAMPLES];
    private long count;
    private double average;
    private long updated;
    private long p95;
    private long p95At;

    synchronized void record(long nanos, long now) {
        if (count == 0 || nanos > average) {
            average = nanos;
        } else {
            double weight = Math.exp(-(now - updated) / DECAY_NANOS);
            average = average * weight + nanos * (1 - weight);
        }
        updated = now;
        samples[(int) (count % SAMPLES)] = nanos;
        count++;
    }

    /** The average as it is now: without calls it fades, so that a target that was slow is tried again. */
    synchronized double averageAt(long now) {
        return count == 0 ? 0 : average * Math.exp(-(now - updated) / DECAY_NANOS);
    }

    /** The time within which 19 of 20 answers came. Empty before {@code minimum} answers. */
    synchronized OptionalLong p95(int minimum) {
        if (count < minimum || count == 0) {
            return OptionalLong.empty();
        }
        if (p95At == 0 || count - p95At >= REFRESH) {
            int known = (int) Math.min(count, SAMPLES);
            long[] sorted = Arrays.copyOf(samples, known);
            Arrays.sort(sorted);
            p95 = sorted[(int) Math.ceil(known * 0.95) - 1];
            p95At = count;
        }
        return OptionalLong.of(p95);
    }
}
