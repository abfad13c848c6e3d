package io.tollgate.e2e.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The simulated provider's own count of what it served. */
public final class Simulator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Suite suite;
    private final Http http = new Http();

    public Simulator(Suite suite) {
        this.suite = suite;
    }

    /** Served calls by the id that the gateway sent with each: the attempt's. */
    public Map<String, JsonNode> calls() {
        Map<String, JsonNode> calls = new LinkedHashMap<>();
        try {
            String journal = http.send("GET", suite.simulator().resolve("/simulator/calls"), null, null, Map.of())
                    .body();
            journal.lines()
                    .filter(line -> !line.isBlank())
                    .map(Simulator::parse)
                    .forEach(call -> {
                        JsonNode earlier = calls.put(call.path("id").asText(), call);
                        if (earlier != null) {
                            throw new IllegalStateException("the provider was called twice for " + earlier);
                        }
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return calls;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
