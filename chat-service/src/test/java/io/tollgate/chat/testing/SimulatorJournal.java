package io.tollgate.chat.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What the simulated provider says that it served. */
public final class SimulatorJournal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI simulator;
    private final HttpClient http = HttpClient.newHttpClient();

    public SimulatorJournal(URI simulator) {
        this.simulator = simulator;
    }

    /** How many calls it has served, to the end or not. */
    public long calls() {
        return parse(get("/simulator/totals")).path("calls").asLong();
    }

    /** Waits for the line of an attempt. */
    public JsonNode call(UUID attempt) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> find(attempt), Optional::isPresent)
                .orElseThrow();
    }

    public Optional<JsonNode> find(UUID attempt) {
        return served(call -> call.path("id").asText().equals(attempt.toString())).stream()
                .findFirst();
    }

    /** The lines of some of the calls that have ended, in the order of their ends. */
    public List<JsonNode> served(Predicate<JsonNode> which) {
        return get("/simulator/calls")
                .lines()
                .map(SimulatorJournal::parse)
                .filter(which)
                .toList();
    }

    private String get(String path) {
        return http.sendAsync(
                        HttpRequest.newBuilder(simulator.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
