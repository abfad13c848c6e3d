package io.tollgate.e2e.conservation;

import static org.awaitility.Awaitility.await;

import io.tollgate.e2e.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** Kills parts in turn, each at a random moment of its share of the run. */
final class Killer {

    private static final List<String> PARTS = List.of("chat-service", "billing-service", "kafka");

    private final Suite suite;
    private final int planned;
    private final int[] killAfter;
    private final Map<String, Integer> killed = new TreeMap<>();

    /** @param planned how many kills over the whole run */
    Killer(Suite suite, long seed, int planned) {
        this.suite = suite;
        this.planned = planned;
        this.killAfter = new int[planned];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < planned; i++) {
            killAfter[i] = random.nextInt(1_000);
        }
    }

    /**
     * Blocks until all kills are done.
     *
     * @param progress how many thousandths of the run are over
     */
    void run(IntSupplier progress) {
        for (int i = 0; i < planned; i++) {
            // The middle of the run: what comes before and after a kill is part of what is tried.
            int moment = 50 + (900 * i + 900 * killAfter[i] / 1_000) / planned;
            await().atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> progress.getAsInt() >= moment);
            kill(PARTS.get(i % PARTS.size()));
        }
    }

    private void kill(String part) {
        long pid = suite.pid(part);
        suite.kill(part);
        killed.merge(part, 1, Integer::sum);
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> suite.pid(part) != pid);
    }

    int kills() {
        return killed.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return "killed " + killed;
    }
}
