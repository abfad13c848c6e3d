package io.tollgate.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a run of the benchmark found.
 *
 * @param answered requests answered through the gateway, warm-up included
 * @param inLedger attempts that ended well, of all that the ledger holds
 * @param ledgerWait how long after the last answer the ledger was waited for, at most
 * @param peakRssMebibytes of chat-service
 * @param restarted whether chat-service died while it was measured
 * @param traceExports batches of sampled spans that the suite exported
 * @param warmUpFailures failed requests before the measuring
 */
record Outcome(
        List<Measurement> measurements,
        long answered,
        long inLedger,
        Duration ledgerWait,
        long peakRssMebibytes,
        boolean restarted,
        long traceExports,
        long warmUpFailures) {
    Outcome {
        measurements = List.copyOf(measurements);
    }

    /** Why the figures must not be used; empty if they may. */
    List<String> objections() {
        List<String> objections = new ArrayList<>();
        for (Measurement measurement : measurements) {
            if (measurement.failed() > 0) {
                objections.add(measurement.scenario().option() + ": " + measurement.failed() + " requests failed: "
                        + failures(measurement));
            }
        }
        if (warmUpFailures > 0) {
            objections.add(warmUpFailures + " requests of the warm-up failed");
        }
        if (inLedger != answered) {
            objections.add(answered + " requests were answered, but the ledger has " + inLedger + " attempts");
        }
        if (restarted) {
            objections.add("chat-service died and was started again");
        }
        if (traceExports == 0) {
            objections.add("no sampled trace was exported: tracing is not on");
        }
        return objections;
    }

    /** What to know about figures that may be used. */
    List<String> remarks() {
        return measurements.stream()
                .filter(Measurement::generatorFellBehind)
                .map(measurement -> measurement.scenario().option()
                        + ": the load generator fell behind its schedule. Latencies count from the intended send time, so"
                        + " they contain its delay: read them as an upper bound")
                .toList();
    }

    private static List<String> failures(Measurement measurement) {
        return measurement.rounds().stream()
                .flatMap(round -> Stream.of(round.direct(), round.gateway()))
                .flatMap(result -> result.failures().stream())
                .distinct()
                .toList();
    }
}
