package io.tollgate.local.server;

import io.tollgate.local.process.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on loopback, with an append-only file: what it answered survives the death of its process. */
public final class RedisPart implements Part {
    private static final String VERSION = "redis-6.2";
    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG".getBytes(StandardCharsets.US_ASCII);
    private static final int PROBE_MILLIS = 1_000;

    private final Binaries binaries;
    private final Path data;
    private final int port;

    public RedisPart(Binaries binaries, Path data, int port) {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
    }

    @Override
    public String name() {
        return "redis";
    }

    public int port() {
        return port;
    }

    /** For clients: {@code redis://host:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public ProcessBuilder command() throws IOException {
        Files.createDirectories(data);
        Path directory = binaries.unpackOnce(VERSION, RedisPart::unpack);
        return new ProcessBuilder(List.of(
                directory.resolve("redis-server").toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toAbsolutePath().toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--daemonize",
                "no"));
    }

    private static void unpack(Path directory) throws IOException {
        Path executable = ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .toPath();
        Files.move(executable, directory.resolve("redis-server"));
    }

    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            socket.getOutputStream().write(PING);
            return Arrays.equals(PONG, socket.getInputStream().readNBytes(PONG.length));
        } catch (IOException notYet) {
            return false;
        }
    }
}
