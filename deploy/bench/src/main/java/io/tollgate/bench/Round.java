package io.tollgate.bench;

import io.tollgate.bench.load.Latencies;
import io.tollgate.bench.load.LoadResult;
import io.tollgate.bench.peer.Peer;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * One phase directly to the upstream, one through the gateway, and one through each peer, one right after the other.
 *
 * @param chunks content chunks of each answer; 0 for plain ones
 */
record Round(LoadResult direct, Phase through, Map<Peer, Phase> peers, int chunks) {
    private static final double MICROS_PER_MILLI = 1_000;

    Round {
        peers = Map.copyOf(peers);
    }

    /** What the gateway answered. */
    LoadResult gateway() {
        return through.load();
    }

    /** The phase of a peer that was measured. */
    Phase through(Peer peer) {
        Phase phase = peers.get(peer);
        if (phase == null) {
            throw new IllegalArgumentException(peer.option() + " was not measured");
        }
        return phase;
    }

    /** Milliseconds by which a percentile of the gateway's latencies is above the same percentile without it. */
    double addedMillis(ToLongFunction<Latencies> percentile) {
        return addedMillis(gateway(), percentile);
    }

    double addedMillis(LoadResult system, ToLongFunction<Latencies> percentile) {
        return (percentile.applyAsLong(system.latency()) - percentile.applyAsLong(direct.latency())) / MICROS_PER_MILLI;
    }

    /** The same of the delay of chunks. */
    double addedChunkDelayMillis(ToLongFunction<Latencies> percentile) {
        return addedChunkDelayMillis(gateway(), percentile);
    }

    double addedChunkDelayMillis(LoadResult system, ToLongFunction<Latencies> percentile) {
        return (percentile.applyAsLong(system.chunkDelay()) - percentile.applyAsLong(direct.chunkDelay()))
                / MICROS_PER_MILLI;
    }

    double cpuMillisPerThousandRequests() {
        return through.cpuMillisPerThousandRequests();
    }

    /** All of a stream's CPU time by its content chunks: begin and end are in it. */
    double cpuMillisPerThousandChunks() {
        return cpuMillisPerThousandChunks(through);
    }

    double cpuMillisPerThousandChunks(Phase phase) {
        return phase.cpuMillisPerThousandRequests() / chunks;
    }

    double requestsPerCpuSecond() {
        return through.requestsPerCpuSecond();
    }

    /** Without the peers, whose failures are theirs. */
    long failed() {
        return direct.failed() + gateway().failed();
    }
}
