package io.tollgate.bench;

import io.tollgate.bench.load.GeneratorProcess;
import io.tollgate.bench.load.LoadPlan;
import io.tollgate.bench.load.LoadResult;
import io.tollgate.bench.peer.Peer;
import io.tollgate.bench.peer.RunningPeer;
import io.tollgate.bench.suite.Ledger;
import io.tollgate.bench.suite.Pinning;
import io.tollgate.bench.suite.Preflight;
import io.tollgate.bench.suite.ProcessMeter;
import io.tollgate.bench.suite.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures a suite that is up: for each scenario a warm-up, then rounds that alternate between the direct way and the gateway. */
final class Benchmark {
    private static final Duration LEDGER_WAIT = Duration.ofMinutes(5);

    private final Options options;
    private final Suite suite;
    private final List<RunningPeer> peers;
    private final GeneratorProcess generator;
    private final PrintStream progress;
    private final Preflight preflight;
    private final Ledger ledger;
    private long answered;
    private long warmUpFailures;

    Benchmark(Options options, Suite suite, List<RunningPeer> peers, GeneratorProcess generator, PrintStream progress)
            throws IOException {
        this.options = options;
        this.suite = suite;
        this.peers = List.copyOf(peers);
        this.generator = generator;
        this.progress = progress;
        this.preflight = new Preflight(suite);
        this.ledger = new Ledger(suite);
    }

    Outcome run() throws IOException, InterruptedException {
        preflight.run();
        answered = preflight.answered();
        progress.println("Access, admission and guard were each seen to refuse");
        if (options.pinned()) {
            Pinning.apply(
                    suite,
                    peers.stream().flatMap(peer -> peer.processes().stream()).collect(Collectors.toSet()),
                    generator.pid());
        }
        ProcessMeter chat = new ProcessMeter(suite.chatPid());
        List<Measurement> measurements = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            measurements.add(measure(scenario, chat));
        }
        return new Outcome(
                measurements,
                answered,
                ledger.count(),
                LEDGER_WAIT,
                chat.peakRssMebibytes(),
                suite.chatPid() != chat.pid(),
                suite.traceExports(),
                warmUpFailures);
    }

    private Measurement measure(Scenario scenario, ProcessMeter chat) throws IOException, InterruptedException {
        progress.println(scenario.option() + ": warm-up");
        warmUpFailures += direct(scenario, options.warmUpSeconds()).failed();
        warmUpFailures += throughGateway(scenario, options.warmUpSeconds()).failed();
        awaitLedger();
        for (RunningPeer peer : peers) {
            through(peer, scenario, options.warmUpSeconds());
        }
        List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= options.rounds(); number++) {
            LoadResult direct = direct(scenario, options.seconds());
            Duration before = chat.cpu();
            LoadResult gateway = throughGateway(scenario, options.seconds());
            Duration cpu = chat.cpu().minus(before);
            awaitLedger();
            Map<Peer, Phase> others = new EnumMap<>(Peer.class);
            for (RunningPeer peer : peers) {
                others.put(peer.peer(), through(peer, scenario, options.seconds()));
            }
            Round round = new Round(
                    direct,
                    new Phase(gateway, cpu),
                    others,
                    scenario.answer(options).chunks());
            rounds.add(round);
            progress.println(String.format(
                    Locale.ROOT,
                    "%s: round %d of %d: %d answered, %d failed, added p50 %.2f ms, p99 %.2f ms, %.1f CPU ms per 1,000",
                    scenario.option(),
                    number,
                    options.rounds(),
                    gateway.answered(),
                    round.failed(),
                    round.addedMillis(latencies -> latencies.p50()),
                    round.addedMillis(latencies -> latencies.p99()),
                    round.cpuMillisPerThousandRequests()));
        }
        return new Measurement(scenario, rounds);
    }

    private LoadResult direct(Scenario scenario, int seconds) throws IOException {
        return load(scenario, suite.simulator(), "simulated", Map.of(), seconds);
    }

    private LoadResult throughGateway(Scenario scenario, int seconds) throws IOException {
        LoadResult result = load(scenario, suite.chat(), preflight.key(), Map.of(), seconds);
        answered += result.answered();
        return result;
    }

    private Phase through(RunningPeer peer, Scenario scenario, int seconds) throws IOException {
        Duration before = peer.cpu();
        Map<String, String> headers = peer.headers(ChatBody.simulatorJson(scenario.answer(options)));
        LoadResult result = load(scenario, peer.base(), "simulated", headers, seconds);
        return new Phase(result, peer.cpu().minus(before));
    }

    private LoadResult load(Scenario scenario, URI base, String key, Map<String, String> headers, int seconds)
            throws IOException {
        return generator.run(new LoadPlan(
                base.resolve("/v1/chat/completions").toString(),
                key,
                headers,
                ChatBody.json(scenario.answer(options), scenario.pictureBytes(options)),
                scenario.pace(options),
                seconds,
                scenario.answer(options)));
    }

    /** What billing still has to write would otherwise take its time from the phase that follows. */
    private void awaitLedger() throws IOException, InterruptedException {
        long inLedger = ledger.await(answered, LEDGER_WAIT);
        if (inLedger != answered) {
            progress.println("The ledger has " + inLedger + " of " + answered + " answered requests");
        }
    }
}
