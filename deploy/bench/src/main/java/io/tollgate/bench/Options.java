package io.tollgate.bench;

import io.tollgate.bench.peer.Peer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param scenarios in the order of their measuring
 * @param ratePerSecond plain chats
 * @param streamsPerSecond streamed chats that begin
 * @param chunks content chunks of each stream
 * @param chunkMillis from each chunk to the next
 * @param firstByteMillis the upstream's wait before plain and streamed answers, but not under saturation
 * @param connections under saturation
 * @param largePerSecond plain chats with a picture
 * @param largeKibibytes size of that picture
 * @param peers the systems measured beside the gateway
 * @param seconds of each measured phase
 * @param warmUpSeconds of each way, before a scenario's first round
 * @param rounds of each scenario; a round is one phase directly and one through the gateway
 * @param pinned whether chat-service has one core for itself
 * @param results the folder of the result file
 */
record Options(
        List<Scenario> scenarios,
        int ratePerSecond,
        int streamsPerSecond,
        int chunks,
        int chunkMillis,
        int firstByteMillis,
        int connections,
        int largePerSecond,
        int largeKibibytes,
        List<Peer> peers,
        int seconds,
        int warmUpSeconds,
        int rounds,
        boolean pinned,
        Path results) {
    static final String USAGE = """
            Usage: deploy/bench/run [options]
              --scenarios LIST    of saturation,plain,stream,large (all)
              --rate N            plain chats per second (500)
              --stream-rate N     streamed chats per second (100)
              --chunks N          content chunks of a stream (20)
              --chunk-ms N        from chunk to chunk (20)
              --first-byte-ms N   the upstream's wait before an answer (50)
              --connections N     under saturation (64)
              --large-rate N      chats with a picture per second (100)
              --large-kb N        size of the picture in KiB (1024)
              --peers LIST        of nginx,caddy,portkey, measured beside the gateway (none)
              --seconds N         of each measured phase (30)
              --warm-up N         seconds of each way before a scenario (20)
              --rounds N          at least 2 (2)
              --pin               chat-service alone on the first core
              --results DIR       where the result is written (deploy/bench/results)""";

    private static final int MOST = 1_000_000;

    Options {
        scenarios = List.copyOf(scenarios);
        peers = List.copyOf(peers);
    }

    static Options parse(Path checkout, List<String> arguments) throws InvalidOptionsException {
        Map<String, String> given = new HashMap<>();
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String flag = rest.removeFirst();
            if (!flag.equals("--pin") && rest.isEmpty()) {
                throw new InvalidOptionsException(
                        flag.startsWith("--") ? flag + " needs a value" : "'" + flag + "' is no option");
            }
            given.put(flag, flag.equals("--pin") ? "" : rest.removeFirst());
        }
        Options options = new Options(
                scenarios(given.remove("--scenarios")),
                take(given, "--rate", 500, 1),
                take(given, "--stream-rate", 100, 1),
                take(given, "--chunks", 20, 1),
                take(given, "--chunk-ms", 20, 0),
                take(given, "--first-byte-ms", 50, 0),
                take(given, "--connections", 64, 1),
                take(given, "--large-rate", 100, 1),
                take(given, "--large-kb", 1_024, 1),
                peers(given.remove("--peers")),
                take(given, "--seconds", 30, 1),
                take(given, "--warm-up", 20, 1),
                take(given, "--rounds", 2, 2),
                given.remove("--pin") != null,
                results(checkout, given.remove("--results")));
        if (!given.isEmpty()) {
            throw new InvalidOptionsException("There is no option " + String.join(", ", new TreeSet<>(given.keySet())));
        }
        return options;
    }

    private static List<Scenario> scenarios(@Nullable String list) throws InvalidOptionsException {
        if (list == null) {
            return List.of(Scenario.values());
        }
        TreeSet<Scenario> scenarios = new TreeSet<>();
        for (String name : Arrays.asList(list.split(",", -1))) {
            scenarios.add(Scenario.named(name.strip()));
        }
        return List.copyOf(scenarios);
    }

    private static List<Peer> peers(@Nullable String list) throws InvalidOptionsException {
        if (list == null) {
            return List.of();
        }
        TreeSet<Peer> peers = new TreeSet<>();
        for (String name : Arrays.asList(list.split(",", -1))) {
            peers.add(Arrays.stream(Peer.values())
                    .filter(peer -> peer.option().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidOptionsException(
                            "There is no peer '" + name.strip() + "': use nginx, caddy, portkey")));
        }
        return List.copyOf(peers);
    }

    private static Path results(Path checkout, @Nullable String directory) {
        return directory == null ? checkout.resolve("deploy/bench/results") : Path.of(directory);
    }

    private static int take(Map<String, String> given, String flag, int otherwise, int least)
            throws InvalidOptionsException {
        String value = given.remove(flag);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,7}") || Integer.parseInt(value) < least || Integer.parseInt(value) > MOST) {
            throw new InvalidOptionsException(
                    flag + " must be a whole number from " + least + " to " + MOST + ", not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
