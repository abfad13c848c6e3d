package io.tollgate.local.simulator;

/**
 * How slow the provider is where a request does not say it.
 *
 * @param firstByteMillis before an answer starts
 * @param chunkMillis between the chunks of a stream
 */
record Latency(int firstByteMillis, int chunkMillis) {
    Latency {
        if (firstByteMillis < 0 || chunkMillis < 0) {
            throw new IllegalArgumentException(
                    "Latencies must not be negative: " + firstByteMillis + ", " + chunkMillis);
        }
    }
}
