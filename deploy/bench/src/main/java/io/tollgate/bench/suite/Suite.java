package io.tollgate.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A suite in a home of its own and on free ports, with every stage on; its data of earlier runs is removed. */
public final class Suite implements AutoCloseable {
    /** The part that is measured. */
    private static final String CHAT = "chat-service";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Scripts scripts;
    private final TraceSink traces;
    private boolean closed;

    private Suite(Path home, Scripts scripts, TraceSink traces) {
        this.home = home;
        this.scripts = scripts;
        this.traces = traces;
    }

    /** Starts it and returns when it is ready. */
    public static Suite start(Path checkout) throws IOException, InterruptedException {
        Path home = checkout.resolve("deploy/bench/target/home");
        TraceSink traces = TraceSink.start();
        Suite suite = new Suite(home, new Scripts(checkout, home, environment(traces)), traces);
        try {
            // A run that was broken off may have left its processes.
            suite.scripts.down();
            suite.forget();
            suite.closeAtExit();
            suite.scripts.up();
            return suite;
        } catch (IOException | InterruptedException | RuntimeException e) {
            suite.close();
            throw e;
        }
    }

    private static Map<String, String> environment(TraceSink traces) throws IOException {
        Map<String, String> environment = new HashMap<>();
        int port = FreePorts.consecutive(3);
        environment.put("TOLLGATE_CHAT_PORT", Integer.toString(port));
        environment.put("TOLLGATE_MODERATION_PORT", Integer.toString(port + 1));
        environment.put("TOLLGATE_BILLING_PORT", Integer.toString(port + 2));
        environment.put("TOLLGATE_GUARD_INPUT_MODE", "block");
        environment.put("TOLLGATE_TRACE_RATIO", "0.01");
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint());
        return environment;
    }

    public URI chat() throws IOException {
        return url("chat");
    }

    URI billing() throws IOException {
        return url("billing");
    }

    /** The simulated provider, which calls also reach directly, for comparison. */
    public URI simulator() throws IOException {
        Properties state = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("state.properties"))) {
            state.load(reader);
        }
        return URI.create("http://127.0.0.1:" + state.getProperty("port.simulator"));
    }

    String adminKey() throws IOException {
        return file().at("/keys/admin").asText();
    }

    /** Process ids by part. A part that died and was started again has a new one. */
    Map<String, Long> processes() throws IOException {
        Map<String, Long> processes = new HashMap<>();
        file().path("processes")
                .properties()
                .forEach(part -> processes.put(part.getKey(), part.getValue().asLong()));
        return processes;
    }

    /** @throws IOException if there is no chat-service */
    public long chatPid() throws IOException {
        Long pid = processes().get(CHAT);
        if (pid == null) {
            throw new IOException("suite.json names no process of " + CHAT);
        }
        return pid;
    }

    /** Batches of spans that the suite has exported. */
    public long traceExports() {
        return traces.exports();
    }

    private URI url(String service) throws IOException {
        // 127.0.0.1 like the simulated provider: both ways must cost the same before they part.
        return URI.create(file().path("urls").path(service).asText().replace("localhost", "127.0.0.1"));
    }

    private JsonNode file() throws IOException {
        return JSON.readTree(home.resolve("suite.json").toFile());
    }

    private void forget() throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        List<Path> everything;
        try (Stream<Path> files = Files.walk(home)) {
            everything = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : everything) {
            Files.delete(file);
        }
    }

    /** Stops it, once; what its home holds stays for whoever wants to look at it. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (traces) {
            scripts.down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the suite was stopping");
        }
    }

    /** Ctrl-C must not leave a suite behind that nobody knows of. */
    private void closeAtExit() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("close-suite").unstarted(() -> {
                    try {
                        close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }
}
