package io.tollgate.local.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What someone who started the suite wants to know. */
record Summary(Map<String, String> urls, Keys keys, Path home, boolean simulated, Optional<String> model) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    Summary {
        urls = Map.copyOf(urls);
    }

    /** The first model that chat-service offers to the key, or nothing if it offers none. */
    static Optional<String> firstModel(String chatUrl, Keys keys) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(chatUrl + "/v1/models"))
                .header("Authorization", "Bearer " + keys.demo())
                .timeout(DEADLINE)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            String model = new ObjectMapper()
                    .readTree(response.body())
                    .at("/data/0/id")
                    .asText();
            return model.isEmpty() ? Optional.empty() : Optional.of(model);
        }
    }

    String text() {
        return """

                Tollgate is running.
                  chat        %s
                  moderation  %s
                  billing     %s
                  admin key   %s
                  demo key    %s
                  logs        %s
                """.formatted(
                                urls.get("chat"),
                                urls.get("moderation"),
                                urls.get("billing"),
                                keys.admin(),
                                keys.demo(),
                                home.resolve("logs"))
                + (simulated
                        ? "\nNo provider's key is set (for example OPENAI_API_KEY): the simulated model answers.\n"
                        : "")
                + model.map(this::curl).orElse("")
                + "\nStop it with deploy/local/down (or Ctrl-C, where up still runs).";
    }

    private String curl(String name) {
        return """

                Try it (%s):
                curl %s/v1/chat/completions -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \
                -d '{"model":"%s","messages":[{"role":"user","content":"Hello"}]}'
                """.formatted(simulated ? name + ", simulated" : name, urls.get("chat"), keys.demo(), name);
    }
}
