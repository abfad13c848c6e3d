package io.tollgate.bench;

import io.tollgate.bench.load.GeneratorProcess;
import io.tollgate.bench.peer.Peer;
import io.tollgate.bench.peer.RunningPeer;
import io.tollgate.bench.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Main of {@code deploy/bench/run}. Exit codes: 0 done, 1 failed or figures that must not be used, 2 wrong usage. */
final class Bench {
    private Bench() {}

    /** Arguments: the checkout, then the options. */
    public static void main(String[] arguments) throws InterruptedException {
        Path checkout = Path.of(arguments[0]);
        List<String> flags = Arrays.asList(arguments).subList(1, arguments.length);
        if (flags.contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        try {
            System.exit(run(checkout, Options.parse(checkout, flags), flags));
        } catch (InvalidOptionsException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("The benchmark failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(Path checkout, Options options, List<String> flags)
            throws IOException, InterruptedException {
        Machine machine = Machine.of(checkout);
        Outcome outcome;
        System.out.println("Starting the suite");
        List<RunningPeer> peers = new ArrayList<>();
        try (Suite suite = Suite.start(checkout);
                GeneratorProcess generator = GeneratorProcess.start()) {
            for (Peer peer : options.peers()) {
                peers.add(RunningPeer.start(peer, checkout, suite.simulator()));
            }
            outcome = new Benchmark(options, suite, peers, generator, System.out).run();
        } finally {
            peers.forEach(RunningPeer::close);
        }
        LocalDate today = LocalDate.now(Clock.systemUTC());
        Path file = options.results().resolve(today + "-" + machine.cores() + "-cores.md");
        String report = new Report(machine, options, flags, outcome).markdown(today);
        Files.createDirectories(options.results());
        Files.writeString(file, report);
        System.out.println();
        System.out.println(report);
        System.out.println("Written to " + file);
        return outcome.objections().isEmpty() ? 0 : 1;
    }
}
