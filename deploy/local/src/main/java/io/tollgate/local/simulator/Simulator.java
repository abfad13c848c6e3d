package io.tollgate.local.simulator;

import io.tollgate.local.process.ParentWatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Main of the simulated provider's own process. Environment: {@code SIMULATOR_FIRST_BYTE_MS} and {@code SIMULATOR_CHUNK_MS}, the
 * latencies of requests that do not say theirs, 0 by default.
 */
public final class Simulator {
    /** About four million calls. */
    private static final long MAX_JOURNAL_BYTES = 1L << 30;

    private static final int START_SECONDS = 30;

    private Simulator() {}

    /** Arguments: the port on loopback, the file of the journal. */
    public static void main(String[] arguments) throws Exception {
        Latency latency = new Latency(millis("SIMULATOR_FIRST_BYTE_MS"), millis("SIMULATOR_CHUNK_MS"));
        ParentWatch.start();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        CallJournal journal = CallJournal.open(Path.of(arguments[1]), MAX_JOURNAL_BYTES);
        new SimulatorServer(vertx, journal, latency, InstantSource.system())
                .listen(Integer.parseInt(arguments[0]))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
    }

    private static int millis(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            return 0;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " must be a whole number of milliseconds, not '" + value + "'", e);
        }
    }
}
