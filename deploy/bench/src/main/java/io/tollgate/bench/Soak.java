package io.tollgate.bench;

import io.tollgate.bench.SoakResult.Checkpoint;
import io.tollgate.bench.load.ExpectedAnswer;
import io.tollgate.bench.load.GeneratorProcess;
import io.tollgate.bench.load.LoadPlan;
import io.tollgate.bench.load.LoadResult;
import io.tollgate.bench.load.Pace;
import io.tollgate.bench.suite.HeapMeter;
import io.tollgate.bench.suite.Ledger;
import io.tollgate.bench.suite.Preflight;
import io.tollgate.bench.suite.ProcessMeter;
import io.tollgate.bench.suite.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Main of {@code deploy/bench/soak}: plain chats at a constant rate for a long time. At each checkpoint the ledger must have
 * what was answered, and chat-service's heap is measured after a full collection. Exit codes: 0 flat and nothing lost, 1 not.
 */
final class Soak {
    private static final Duration LEDGER_WAIT = Duration.ofMinutes(5);
    private static final ExpectedAnswer ANSWER = new ExpectedAnswer(0, 50, 0);

    private final Suite suite;
    private final GeneratorProcess generator;
    private final Preflight preflight;
    private final Ledger ledger;
    private final int rate;
    private long answered;

    private Soak(Suite suite, GeneratorProcess generator, int rate) throws IOException {
        this.suite = suite;
        this.generator = generator;
        this.preflight = new Preflight(suite);
        this.ledger = new Ledger(suite);
        this.rate = rate;
    }

    /** Arguments: the checkout, minutes, requests per second, seconds between checkpoints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path checkout = Path.of(arguments[0]);
        int minutes = Integer.parseInt(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        int interval = Integer.parseInt(arguments[3]);
        System.out.println(Machine.of(checkout));
        SoakResult result;
        try (Suite suite = Suite.start(checkout);
                GeneratorProcess generator = GeneratorProcess.start()) {
            result = new Soak(suite, generator, rate).run(Math.max(1, minutes * 60 / interval), interval);
        }
        System.out.printf(
                Locale.ROOT,
                "%d answered, %d in the ledger, heap %+.1f %%%n",
                result.answered(),
                result.inLedger(),
                result.growth() * 100);
        result.objections().forEach(objection -> System.out.println("FAILED: " + objection));
        System.exit(result.objections().isEmpty() ? 0 : 1);
    }

    private SoakResult run(int count, int seconds) throws IOException, InterruptedException {
        preflight.run();
        answered = preflight.answered();
        long pid = suite.chatPid();
        List<Checkpoint> checkpoints = new ArrayList<>();
        // A cold JVM: what it answers counts, what it is too slow for does not.
        LoadResult warmUp = load(seconds);
        answered += warmUp.answered();
        ledger.await(answered, LEDGER_WAIT);
        System.out.println(
                "Warm-up: " + warmUp.answered() + " answered, " + warmUp.failed() + " failed " + warmUp.failures());
        System.out.println(SoakResult.HEAD);
        for (int number = 1; number <= count; number++) {
            LoadResult load = load(seconds);
            answered += load.answered();
            ledger.await(answered, LEDGER_WAIT);
            Checkpoint checkpoint =
                    new Checkpoint(load, new HeapMeter(pid).liveBytes(), new ProcessMeter(pid).peakRssMebibytes());
            checkpoints.add(checkpoint);
            System.out.println(checkpoint.row(number));
        }
        return new SoakResult(checkpoints, answered, ledger.count(), suite.chatPid() != pid);
    }

    private LoadResult load(int seconds) throws IOException {
        return generator.run(new LoadPlan(
                suite.chat().resolve("/v1/chat/completions").toString(),
                preflight.key(),
                Map.of(),
                ChatBody.json(ANSWER, 0),
                new Pace(Pace.Kind.OPEN, rate),
                seconds,
                ANSWER));
    }
}
