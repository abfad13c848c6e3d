package io.tollgate.bench.peer;

import io.tollgate.bench.suite.FreePorts;
import io.tollgate.bench.suite.ProcessMeter;
import io.tollgate.bench.suite.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A peer's processes, in front of the same upstream. */
public final class RunningPeer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Peer peer;
    private final URI upstream;
    private final URI base;
    private final Process process;

    private RunningPeer(Peer peer, URI upstream, URI base, Process process) {
        this.peer = peer;
        this.upstream = upstream;
        this.base = base;
        this.process = process;
    }

    /**
     * Starts it and returns when it accepts connections.
     *
     * @param checkout its files are written below {@code deploy/bench/target}
     * @throws IOException if it is not installed or does not start
     */
    public static RunningPeer start(Peer peer, Path checkout, URI upstream) throws IOException, InterruptedException {
        int port = FreePorts.consecutive(1);
        Path directory = checkout.resolve("deploy/bench/target/peers").resolve(peer.option());
        Files.createDirectories(directory);
        Path file = directory.resolve("configuration");
        Optional<String> configuration = peer.configuration(upstream, port, directory);
        if (configuration.isPresent()) {
            Files.writeString(file, configuration.get());
        }
        Path output = directory.resolve("output.log");
        Process process;
        try {
            process = new ProcessBuilder(peer.command(file, port))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            throw new IOException(peer.option() + " cannot be started; install it: " + peer.installation(), missing);
        }
        RunningPeer running = new RunningPeer(peer, upstream, URI.create("http://127.0.0.1:" + port), process);
        if (!Waiting.until(START, () -> !process.isAlive() || accepts(port)) || !process.isAlive()) {
            running.close();
            throw new IOException(peer.option() + " did not start, see " + output + "; if it is not installed: "
                    + peer.installation());
        }
        return running;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    public Peer peer() {
        return peer;
    }

    public URI base() {
        return base;
    }

    /** @param simulator what the simulated provider is told, as JSON */
    public Map<String, String> headers(String simulator) {
        return peer.headers(upstream, simulator);
    }

    /** Its own process and its children: a proxy's workers. */
    public Set<Long> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** User and system time of all of its processes. */
    public Duration cpu() throws IOException {
        Duration sum = Duration.ZERO;
        for (long pid : processes()) {
            sum = sum.plus(new ProcessMeter(pid).cpu());
        }
        return sum;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
