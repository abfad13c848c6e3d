package io.tollgate.bench;

import io.tollgate.bench.load.Latencies;
import io.tollgate.bench.load.LoadResult;
import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * One phase directly to the upstream and one through the gateway, one right after the other.
 *
 * @param chunks content chunks of each answer; 0 for plain ones
 * @param cpu what chat-service used during the gateway's phase, user and system time
 */
record Round(LoadResult direct, LoadResult gateway, int chunks, Duration cpu) {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    /** Milliseconds by which a percentile of the gateway's latencies is above the same percentile without it. */
    double addedMillis(ToLongFunction<Latencies> percentile) {
        return (percentile.applyAsLong(gateway.latency()) - percentile.applyAsLong(direct.latency()))
                / MICROS_PER_MILLI;
    }

    /** The same of the delay of chunks. */
    double addedChunkDelayMillis(ToLongFunction<Latencies> percentile) {
        return (percentile.applyAsLong(gateway.chunkDelay()) - percentile.applyAsLong(direct.chunkDelay()))
                / MICROS_PER_MILLI;
    }

    double cpuMillisPerThousandRequests() {
        return cpuMillis() * 1_000 / gateway.answered();
    }

    /** All of a stream's CPU time by its content chunks: begin and end are in it. */
    double cpuMillisPerThousandChunks() {
        return cpuMillisPerThousandRequests() / chunks;
    }

    double requestsPerCpuSecond() {
        return gateway.answered() * 1_000 / cpuMillis();
    }

    long failed() {
        return direct.failed() + gateway.failed();
    }

    private double cpuMillis() {
        return cpu.toNanos() / NANOS_PER_MILLI;
    }
}
