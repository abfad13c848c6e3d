package io.tollgate.bench;

import io.tollgate.bench.load.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a soak found.
 *
 * @param checkpoints in order
 * @param answered requests answered since the suite was started
 * @param inLedger attempts that ended well, of all that the ledger holds
 * @param restarted whether chat-service died meanwhile
 */
record SoakResult(List<Checkpoint> checkpoints, long answered, long inLedger, boolean restarted) {
    /** Caches and pools that were not yet full may grow this much from the first third of the checkpoints to the last. */
    static final double GROWTH_MAX = 0.10;

    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    /**
     * A stretch of load and what was left of it.
     *
     * @param liveBytes of chat-service's heap after a full collection
     * @param rssMebibytes the most memory it ever had
     */
    record Checkpoint(LoadResult load, long liveBytes, long rssMebibytes) {
        String row(int number) {
            return String.format(
                    Locale.ROOT,
                    "| %d | %d | %d | %.1f | %.1f | %.1f | %d |",
                    number,
                    load.answered(),
                    load.failed(),
                    load.latency().p50() / 1_000.0,
                    load.latency().p99() / 1_000.0,
                    liveBytes / BYTES_PER_MEBIBYTE,
                    rssMebibytes);
        }
    }

    static final String HEAD = """
            | checkpoint | answered | failed | p50 ms | p99 ms | heap after full collection MiB | peak RSS MiB |
            |---|---|---|---|---|---|---|""";

    SoakResult {
        checkpoints = List.copyOf(checkpoints);
    }

    /** By how much the heap of the last third of the checkpoints is above that of the first third; 0.1 is a tenth. */
    double growth() {
        int third = Math.max(1, checkpoints.size() / 3);
        double first = liveBytes(checkpoints.subList(0, third));
        double last = liveBytes(checkpoints.subList(checkpoints.size() - third, checkpoints.size()));
        return last / first - 1;
    }

    private static double liveBytes(List<Checkpoint> checkpoints) {
        return checkpoints.stream().mapToLong(Checkpoint::liveBytes).average().orElseThrow();
    }

    /** Why it failed; empty if it did not. */
    List<String> objections() {
        List<String> objections = new ArrayList<>();
        long failed = checkpoints.stream()
                .mapToLong(checkpoint -> checkpoint.load().failed())
                .sum();
        if (failed > 0) {
            objections.add(failed + " requests failed: "
                    + checkpoints.stream()
                            .flatMap(checkpoint -> checkpoint.load().failures().stream())
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
        if (inLedger != answered) {
            objections.add(answered + " requests were answered, but the ledger has " + inLedger + " attempts");
        }
        if (growth() > GROWTH_MAX) {
            objections.add(String.format(
                    Locale.ROOT, "the heap grew by %.0f %%, more than %.0f %%", growth() * 100, GROWTH_MAX * 100));
        }
        if (restarted) {
            objections.add("chat-service died and was started again");
        }
        return objections;
    }
}
