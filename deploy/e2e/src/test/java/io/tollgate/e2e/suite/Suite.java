package io.tollgate.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.tollgate.local.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A suite started by {@code deploy/local/up --detach}, in a home of its own and on free ports. */
public final class Suite implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The management port of a service stands this far above its own. */
    private static final int MANAGEMENT = 1_000;

    private static final Ports PORTS = new Ports();
    private static final Duration START = Duration.ofMinutes(5);

    private final Path root;
    private final Path home;
    private final Map<String, String> environment;

    private Suite(Path root, Path home, Map<String, String> environment) {
        this.root = root;
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param name of its home, whose data of earlier runs is removed
     * @param environment settings beside the ports
     */
    public static Suite start(String name, Map<String, String> environment) {
        Path root = Path.of(System.getProperty("tollgate.root"));
        Path home = Path.of(System.getProperty("tollgate.e2e.home")).resolve(name);
        Map<String, String> all = new HashMap<>(environment);
        // Tests last too short for the second compiler to pay, and it would take a core from all of them.
        all.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        all.put("TOLLGATE_HOME", home.toString());
        all.put("TOLLGATE_CHAT_PORT", freePort());
        all.put("TOLLGATE_MODERATION_PORT", freePort());
        all.put("TOLLGATE_BILLING_PORT", freePort());
        Suite suite = new Suite(root, home, all);
        // A home left by a run that was broken off may still have processes.
        suite.run("down");
        Directories.delete(home);
        Result up = suite.run("up", "--detach");
        if (up.exit() != 0) {
            throw new IllegalStateException("deploy/local/up failed with " + up.exit() + ":\n" + up.output());
        }
        return suite;
    }

    /** What a script said and how it ended. */
    public record Result(int exit, String output) {}

    /** Runs {@code deploy/local/<script>} with this suite's environment. */
    public Result run(String script, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("deploy/local").resolve(script).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Keys of real providers on the developer's machine must not decide what answers here.
        builder.environment().keySet().removeIf(variable -> variable.endsWith("_API_KEY"));
        builder.environment().putAll(environment);
        try {
            Path output = Files.createTempFile("tollgate-" + script, ".log");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        script + " did not end within " + START + ":\n" + Files.readString(output));
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(process.exitValue(), said);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** {@code suite.json}, as it is now. */
    public JsonNode file() {
        try {
            return JSON.readTree(home.resolve("suite.json").toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public URI chat() {
        return URI.create(file().at("/urls/chat").asText());
    }

    public URI billing() {
        return URI.create(file().at("/urls/billing").asText());
    }

    public URI moderation() {
        return URI.create(file().at("/urls/moderation").asText());
    }

    public String adminKey() {
        return file().at("/keys/admin").asText();
    }

    public String demoKey() {
        return file().at("/keys/demo").asText();
    }

    /** Whether every service says that it is ready. */
    public boolean isReady() {
        return Stream.of(chat(), billing(), moderation()).allMatch(Suite::isReady);
    }

    /** What a service exports for Prometheus, a line for each sample. */
    public static List<String> metrics(URI service) {
        try {
            return new Http()
                    .send("GET", management(service, "/q/metrics"), null, null, Map.of())
                    .body()
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static URI management(URI service, String path) {
        return URI.create("http://" + service.getHost() + ":" + (service.getPort() + MANAGEMENT) + path);
    }

    private static boolean isReady(URI service) {
        URI health = management(service, "/q/health/ready");
        try {
            return new Http().send("GET", health, null, null, Map.of()).statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    public long pid(String part) {
        return file().at("/processes").path(part).asLong();
    }

    /** {@code SIGKILL}. */
    public void kill(String part) {
        ProcessHandle.of(pid(part)).ifPresent(ProcessHandle::destroyForcibly);
    }

    public Path logs() {
        return home.resolve("logs");
    }

    public Path home() {
        return home;
    }

    /** The port of a server that the suite started: {@code kafka}, {@code postgresql}, {@code redis}, {@code simulator}. */
    public int serverPort(String server) {
        Properties state = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("state.properties"))) {
            state.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Integer.parseInt(state.getProperty("port." + server));
    }

    public URI simulator() {
        return URI.create("http://127.0.0.1:" + serverPort("simulator"));
    }

    /** The official client with one attempt a call: what it sees is what the gateway said. */
    public OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(chat() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    @Override
    public void close() {
        Result down = run("down");
        if (down.exit() != 0) {
            throw new IllegalStateException("deploy/local/down failed with " + down.exit() + ":\n" + down.output());
        }
    }

    /** Of a service, whose management has the port so far above. */
    static String freePort() {
        try {
            return Integer.toString(PORTS.pickWithOneAbove(MANAGEMENT));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
