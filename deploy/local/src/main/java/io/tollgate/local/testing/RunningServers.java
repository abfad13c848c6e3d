package io.tollgate.local.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Servers that run for a test, in a JVM of their own ({@link ServersHost}) and its children. All of them end when this is closed
 * or when the JVM that started them ends, even by {@code SIGKILL}. Uses the JDK alone: it is on the services' test class path.
 */
public final class RunningServers implements AutoCloseable {
    /** System properties, because a test and its resources may be loaded by different class loaders. */
    private static final String CONTROL = "tollgate.servers.control";

    private static final int STOP_SECONDS = 30;

    private final int controlPort;
    private final Map<String, String> configuration;
    private final Optional<Process> host;

    private RunningServers(int controlPort, Map<String, String> configuration, Optional<Process> host) {
        this.controlPort = controlPort;
        this.configuration = Map.copyOf(configuration);
        this.host = host;
    }

    /**
     * Starts servers with empty data and waits until they are ready.
     *
     * @param servers any of {@code kafka}, {@code postgresql}, {@code redis}, {@code simulator}
     * @throws IllegalStateException if they do not start; the message has their last output
     */
    public static RunningServers start(List<String> servers) {
        Path module = moduleDirectory();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.configurationFile=classpath:broker-log4j2.properties",
                "-cp",
                module.resolve("target/classes") + File.pathSeparator + module.resolve("target/lib") + "/*",
                "io.tollgate.local.testing.ServersHost",
                module.resolve("target/binaries").toString(),
                String.join(",", servers));
        try {
            Process host = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            RunningServers running = awaitReady(host);
            System.setProperty(CONTROL, Integer.toString(running.controlPort));
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded servers cannot be started", e);
        }
    }

    /**
     * The servers started last in this JVM and not closed since.
     *
     * @throws IllegalStateException if none run
     */
    public static RunningServers current() {
        String control = System.getProperty(CONTROL);
        if (control == null) {
            throw new IllegalStateException("No embedded servers run: annotate the test with EmbeddedServers");
        }
        return new RunningServers(Integer.parseInt(control), Map.of(), Optional.empty());
    }

    /** What a Quarkus service needs to reach the servers. */
    public Map<String, String> configuration() {
        return configuration;
    }

    /** {@code SIGKILL}: returns when the process is gone. Its data stays. */
    public void kill(String server) {
        ask("kill " + server);
    }

    /** Starts a killed server again, on its port and with its data; returns when it is ready. */
    public void start(String server) {
        ask("start " + server);
    }

    /** The port on loopback; the same over restarts. */
    public int port(String server) {
        return Integer.parseInt(ask("port " + server));
    }

    /** The id of the server's process. */
    public long pid(String server) {
        return Long.parseLong(ask("pid " + server));
    }

    @Override
    public void close() {
        host.ifPresent(this::stop);
    }

    private void stop(Process process) {
        if (Integer.toString(controlPort).equals(System.getProperty(CONTROL))) {
            System.clearProperty(CONTROL);
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the embedded servers did not stop within " + STOP_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private String ask(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controlPort);
                var out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            out.write(command + "\n");
            out.flush();
            String answer = in.readLine();
            if (answer == null || !answer.startsWith("ok")) {
                throw new IllegalStateException("embedded servers, \"" + command + "\": " + answer);
            }
            return answer.substring("ok".length()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded servers do not answer", e);
        }
    }

    /** The host prints {@code key=value} lines, then {@code ready <control port>}. */
    private static RunningServers awaitReady(Process host) throws IOException {
        Map<String, String> configuration = new LinkedHashMap<>();
        var out = new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                int control = Integer.parseInt(line.substring("ready ".length()));
                return new RunningServers(control, configuration, Optional.of(host));
            }
            int separator = line.indexOf('=');
            if (separator > 0) {
                configuration.put(line.substring(0, separator), line.substring(separator + 1));
            }
        }
        throw new IllegalStateException("the embedded servers did not start; the reason is in the error output above");
    }

    private static Path moduleDirectory() {
        String root = System.getProperty("tollgate.root");
        Path start = Path.of(root == null ? "" : root).toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            Path module = directory.resolve("deploy/local");
            if (Files.isDirectory(module.resolve("target/lib"))
                    && Files.isDirectory(module.resolve("target/classes"))) {
                return module;
            }
        }
        throw new IllegalStateException("No built deploy/local above " + start
                + ": run ./mvnw -Dquick -pl deploy/local -am package, or set -Dtollgate.root to the checkout");
    }
}
