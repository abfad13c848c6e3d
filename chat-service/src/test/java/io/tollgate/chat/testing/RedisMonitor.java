package io.tollgate.chat.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Listens to the commands that Redis is sent. */
public final class RedisMonitor implements AutoCloseable {

    private static final Map<String, String> SCRIPTS = Stream.of(
                    "acknowledge",
                    "admit",
                    "apply",
                    "claim",
                    "orphan",
                    "prune",
                    "record",
                    "remember",
                    "renew",
                    "settle")
            .collect(Collectors.toMap(RedisMonitor::sha1, Function.identity()));

    private final Socket socket;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    public RedisMonitor(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(() -> lines.lines().forEach(commands::add));
        await().until(() -> commands.contains("+OK"));
    }

    /**
     * A command of a client; what scripts do inside is none.
     *
     * @param name of a script as {@code /redis/<name>.lua}, of any other command its own
     * @param text all of it
     */
    public record Command(String name, String text) {

        /** Whether it names a key of the organization. */
        public boolean concerns(String organization) {
            return text.contains("{" + organization + "}");
        }
    }

    /** Every command since this was opened, in order. */
    public List<Command> commands() {
        return commands.stream()
                .filter(line -> line.contains("] \"") && !line.contains("lua] "))
                .map(line -> new Command(commandName(line), line))
                .toList();
    }

    private static String commandName(String line) {
        // <time> [<database> <client>] "evalsha" "<sha or source>" ...
        List<String> words = List.of(line.substring(line.indexOf("] \"") + 3).split("\" \"|\"$", -1));
        String command = words.getFirst().toLowerCase(Locale.ROOT);
        return command.equals("evalsha") ? SCRIPTS.getOrDefault(words.get(1), command) : command;
    }

    private static String sha1(String script) {
        try (InputStream source = RedisMonitor.class.getResourceAsStream("/redis/" + script + ".lua")) {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1")
                            .digest(Objects.requireNonNull(source, script).readAllBytes()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The scripts that were called with an organization's keys, in order: each by the first of its keys' kinds and how many
     * keys it has. What scripts do inside is not counted.
     */
    public List<String> scripts(String organization) {
        return commands.stream()
                .filter(line -> line.contains("{" + organization + "}") && !line.contains("lua]"))
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.contains("\"evalsha\"") || line.contains("\"eval\""))
                .map(RedisMonitor::name)
                .toList();
    }

    private static String name(String line) {
        // "evalsha" "<sha or source>" "<number of keys>" "<first key>" ...
        List<String> words = List.of(line.substring(line.indexOf("\"eval")).split("\" \"", -1));
        String firstKey = words.get(3);
        return firstKey.substring(firstKey.lastIndexOf(':') + 1) + "/" + words.get(2);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
