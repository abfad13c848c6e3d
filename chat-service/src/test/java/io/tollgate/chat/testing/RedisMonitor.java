package io.tollgate.chat.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens to the commands that Redis is sent. */
public final class RedisMonitor implements AutoCloseable {

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
