package io.tollgate.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.local.testing.RunningServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls a running simulated provider and reads its journal. */
final class SimulatorCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;

    SimulatorCalls(RunningServers servers) {
        this.port = servers.port("simulator");
    }

    /** A chat with further members. */
    static String chat(String fields) {
        return "{\"model\":\"simulated\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]," + fields
                + "}";
    }

    HttpRequest request(String id, String body) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Authorization", "Bearer anything")
                .header("X-Client-Request-Id", id)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> post(String id, String body) throws IOException, InterruptedException {
        return HTTP.send(request(id, body), HttpResponse.BodyHandlers.ofString());
    }

    String get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** The journal's line of this call; an empty object if there is none. */
    JsonNode call(String id) throws IOException, InterruptedException {
        for (String line : get("/simulator/calls").split("\n", -1)) {
            JsonNode call = line.isEmpty() ? JSON.createObjectNode() : JSON.readTree(line);
            if (id.equals(call.path("id").asText())) {
                return call;
            }
        }
        return JSON.createObjectNode();
    }

    static List<JsonNode> chunks(String stream) throws IOException {
        assertThat(stream).endsWith("data: [DONE]\n\n");
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : stream.split("\n\n", -1)) {
            if (event.startsWith("data: {")) {
                chunks.add(JSON.readTree(event.substring("data: ".length()).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return chunks;
    }
}
