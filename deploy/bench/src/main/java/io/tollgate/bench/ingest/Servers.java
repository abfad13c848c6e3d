package io.tollgate.bench.ingest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kafka and PostgreSQL, empty, in processes of their own; PostgreSQL waits for the disk at every commit. */
final class Servers implements AutoCloseable {

    private final Process host;
    private final int controlPort;
    private final Map<String, String> configuration;

    private Servers(Process host, int controlPort, Map<String, String> configuration) {
        this.host = host;
        this.controlPort = controlPort;
        this.configuration = Map.copyOf(configuration);
    }

    static Servers start(Path checkout) throws IOException {
        Path module = checkout.resolve("deploy/local");
        ProcessBuilder command = new ProcessBuilder(List.of(
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
                "kafka,postgresql"));
        command.environment().put("TOLLGATE_SERVERS_DURABLE", "true");
        Process host = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Map<String, String> configuration = new LinkedHashMap<>();
        var out = new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                int control = Integer.parseInt(line.substring("ready ".length()));
                return new Servers(host, control, configuration);
            }
            int separator = line.indexOf('=');
            if (separator > 0) {
                configuration.put(line.substring(0, separator), line.substring(separator + 1));
            }
        }
        throw new IOException("the servers did not start; the reason is in the error output above");
    }

    Map<String, String> configuration() {
        return configuration;
    }

    String setting(String key) {
        String value = configuration.get(key);
        if (value == null) {
            throw new IllegalStateException("the servers named no " + key);
        }
        return value;
    }

    /** The id of a server's process. */
    long pid(String server) throws IOException {
        return Long.parseLong(command("pid " + server));
    }

    /** Kills a server and starts it again with its data. */
    void restart(String server) throws IOException {
        command("kill " + server);
        command("start " + server);
    }

    /** @return what follows {@code ok} in the answer */
    private String command(String words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controlPort);
                var out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            out.write(words + "\n");
            out.flush();
            String answer = in.readLine();
            if (answer == null || !answer.startsWith("ok")) {
                throw new IOException("the servers answer '" + words + "' with " + answer);
            }
            return answer.substring("ok".length()).strip();
        }
    }

    @Override
    public void close() throws IOException {
        host.getOutputStream().close();
        host.onExit().join();
    }
}
