package io.tollgate.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.local.testing.RunningServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static RunningServers servers;

    @BeforeAll
    static void startServers() {
        servers = RunningServers.start(List.of("simulator"));
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @Test
    void shouldAnswerPlainInOpenAiShapeWithExactUsage() throws Exception {
        // Given: 4 + ceil(5 / 4) and 4 + ceil(9 / 4) prompt tokens
        String body = """
                {"model":"gpt-4o-mini","messages":[{"role":"system","content":"brief"},
                {"role":"user","content":[{"type":"text","text":"naïve \\"x\\""}]}]}""".replace("\\\"x\\\"", "x!");

        // When
        JsonNode answer = JSON.readTree(post("plain", body).body());

        // Then
        String content = answer.at("/choices/0/message/content").textValue();
        assertThat(content)
                .startsWith("This is Tollgate's simulated model gpt-4o-mini")
                .endsWith("naïve x!");
        assertThat(answer.path("object").textValue()).isEqualTo("chat.completion");
        assertThat(answer.path("created").isInt()).isTrue();
        assertThat(answer.at("/choices/0/logprobs").isNull()).isTrue();
        assertThat(answer.at("/choices/0/message/refusal").isNull()).isTrue();
        assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(6 + 7);
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(content.split(" ", -1).length);
        assertThat(answer.at("/usage/total_tokens").intValue())
                .isEqualTo(13 + answer.at("/usage/completion_tokens").intValue());
    }

    @Test
    void shouldTakeItsControlsFromAHeaderAsFromTheBody() throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + servers.port("simulator") + "/v1/chat/completions"))
                .header("Authorization", "Bearer simulated")
                .header("x-simulator", "{\"completion_tokens\":3}")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build();

        // When
        JsonNode answer = JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());

        // Then
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(3);
    }

    @Test
    void shouldStreamOneDeltaForEachTokenAndUsageOnlyWhenAskedFor() throws Exception {
        // Given
        String asked = chat(
                "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"simulator\":{\"completion_tokens\":40}");
        String notAsked = chat("\"stream\":true,\"simulator\":{\"completion_tokens\":40}");

        // When
        List<JsonNode> withUsage = chunks(post("asked", asked).body());
        List<JsonNode> without = chunks(post("not-asked", notAsked).body());

        // Then
        assertThat(withUsage).hasSize(1 + 40 + 1 + 1);
        assertThat(withUsage.getFirst().at("/choices/0/delta/role").textValue()).isEqualTo("assistant");
        assertThat(withUsage.subList(1, 41))
                .allSatisfy(
                        chunk -> assertThat(chunk.at("/choices/0/delta/content").textValue())
                                .isNotEmpty())
                .allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
        assertThat(withUsage.get(41).at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
        assertThat(withUsage.getLast().path("choices")).isEmpty();
        assertThat(withUsage.getLast().at("/usage/completion_tokens").intValue())
                .isEqualTo(40);
        assertThat(without)
                .hasSize(1 + 40 + 1)
                .noneSatisfy(chunk -> assertThat(chunk.has("usage")).isTrue());
    }

    @Test
    void shouldAnswerWithExactlyTheTextAndCountCachedAndReasoningTokens() throws Exception {
        // Given
        String text = "{\"one\": \"zwei\"}\n\tdrei €  ";
        String body = chat("\"simulator\":{\"text\":" + JSON.writeValueAsString(text)
                + ",\"cached_tokens\":3,\"reasoning_tokens\":20}");

        // When
        JsonNode answer = JSON.readTree(post("text", body).body());

        // Then
        assertThat(answer.at("/choices/0/message/content").textValue()).isEqualTo(text);
        assertThat(answer.at("/usage/prompt_tokens_details/cached_tokens").intValue())
                .isEqualTo(3);
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens")
                        .intValue())
                .isEqualTo(20);
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(20 + 5);
    }

    @Test
    void shouldStopAtTheLimitOfTheCaller() throws Exception {
        // Given
        String body =
                chat("\"max_completion_tokens\":7,\"simulator\":{\"completion_tokens\":50,\"reasoning_tokens\":5}");

        // When
        JsonNode answer = JSON.readTree(post("limit", body).body());

        // Then
        assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "503", "401"})
    void shouldRefuseInOpenAiEnvelopeWhenAskedByControlOrModel(int status) throws Exception {
        // Given
        String byModel = "{\"model\":\"fault-" + status + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        String byControl = chat("\"stream\":true,\"simulator\":{\"fault\":\"" + status + "\"}");

        // When
        HttpResponse<String> first = post("refuse-" + status, byModel);
        HttpResponse<String> second = post("refuse-control-" + status, byControl);

        // Then
        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(first.body()).path("error").properties().stream()
                        .map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(first.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
        assertThat(call("refuse-" + status).at("/end").textValue()).isEqualTo("fault");
        assertThat(call("refuse-" + status).at("/prompt_tokens").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"cut,true", "cut,false", "reset,true", "reset,false"})
    void shouldResetTheConnection(String fault, boolean stream) throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        String body =
                chat("\"stream\":" + stream + ",\"simulator\":{\"completion_tokens\":10,\"fault\":\"" + fault + "\"}");

        // When / Then
        assertThatThrownBy(() -> post(id, body)).isInstanceOf(IOException.class);
        assertThat(call(id).at("/end").textValue()).isEqualTo("fault");
        assertThat(call(id).at("/completion_tokens").intValue()).isEqualTo("reset".equals(fault) ? 0 : stream ? 5 : 10);
    }

    @ParameterizedTest
    @CsvSource({"hang,0", "stall,5"})
    void shouldKeepTheCallerWaiting(String fault, int generated) throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        HttpClient impatient =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var answer = impatient.sendAsync(
                request(
                        id,
                        chat("\"stream\":true,\"simulator\":{\"completion_tokens\":10,\"fault\":\"" + fault + "\"}")),
                HttpResponse.BodyHandlers.ofString());

        // When
        assertThatThrownBy(() -> answer.get(500, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        impatient.shutdownNow();

        // Then
        await().untilAsserted(() -> {
            assertThat(call(id).path("end").asText()).isEqualTo("fault");
            assertThat(call(id).path("completion_tokens").asInt(-1)).isEqualTo(generated);
        });
    }

    @Test
    void shouldHaveAFaultAtOneModelOnly() throws Exception {
        // Given
        String members = "\"simulator\":{\"fault\":{\"gpt-4o\":\"500\"}}";

        // When
        HttpResponse<String> other = post("other", chat(members));
        HttpResponse<String> faulty = post("faulty", chat(members).replace("\"simulated\"", "\"gpt-4o\""));

        // Then
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(faulty.statusCode()).isEqualTo(500);
    }

    @Test
    void shouldCallToolsPlainAndInPieces() throws Exception {
        // Given
        String members = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}],"
                + "\"simulator\":{\"tool_calls\":2}";

        // When
        JsonNode plain = JSON.readTree(post("tools", chat(members)).body());
        List<JsonNode> chunks = chunks(
                post("tools-streamed", chat("\"stream\":true," + members)).body());

        // Then
        assertThat(plain.at("/choices/0/finish_reason").textValue()).isEqualTo("tool_calls");
        assertThat(plain.at("/choices/0/message/content").isNull()).isTrue();
        JsonNode calls = plain.at("/choices/0/message/tool_calls");
        assertThat(calls).hasSize(2);
        for (int i = 0; i < 2; i++) {
            String arguments = "{\"call\":" + i + ",\"of\":\"look\"}";
            assertThat(calls.at("/" + i + "/function/arguments").textValue()).isEqualTo(arguments);
            StringBuilder joined = new StringBuilder();
            List<String> ids = new ArrayList<>();
            for (JsonNode chunk : chunks) {
                JsonNode piece = chunk.at("/choices/0/delta/tool_calls/0");
                if (piece.path("index").asInt(-1) == i) {
                    joined.append(piece.at("/function/arguments").textValue());
                    if (piece.has("id")) {
                        ids.add(piece.path("id").textValue());
                    }
                }
            }
            assertThat(joined).hasToString(arguments);
            assertThat(ids).containsExactly("call_simulated_" + i);
        }
        assertThat(chunks.getLast().at("/choices/0/finish_reason").textValue()).isEqualTo("tool_calls");
    }

    @Test
    void shouldBreakTheStreamAsAsked() throws Exception {
        // When
        String frame = post("frame", chat("\"stream\":true,\"simulator\":{\"fault\":\"malformed-frame\"}"))
                .body();
        String json = post("json", chat("\"stream\":true,\"simulator\":{\"fault\":\"malformed-json\"}"))
                .body();
        String half = post("half", chat("\"stream\":true,\"simulator\":{\"fault\":\"half-frame\"}"))
                .body();
        String noDone = post("no-done", chat("\"stream\":true,\"simulator\":{\"fault\":\"no-done\"}"))
                .body();
        String error = post("error", chat("\"stream\":true,\"simulator\":{\"fault\":\"error-in-stream\"}"))
                .body();
        String noUsage = post(
                        "no-usage",
                        chat(
                                "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"simulator\":{\"fault\":\"no-usage\"}"))
                .body();
        JsonNode plainNoUsage = JSON.readTree(post("plain-no-usage", chat("\"simulator\":{\"fault\":\"no-usage\"}"))
                .body());

        // Then
        assertThat(frame).contains("\n\ndta {").endsWith("data: [DONE]\n\n");
        assertThat(json).contains("\"del\n\n").endsWith("data: [DONE]\n\n");
        assertThat(half).contains("\"content\"").doesNotContain("[DONE]").doesNotEndWith("\n\n");
        assertThat(noDone).contains("\"content\"").doesNotContain("[DONE]").endsWith("\n\n");
        assertThat(error).contains("data: {\"error\":{\"message\":").doesNotContain("[DONE]");
        assertThat(noUsage).doesNotContain("prompt_tokens").endsWith("data: [DONE]\n\n");
        assertThat(plainNoUsage.has("usage")).isFalse();
    }

    @Test
    void shouldCountTokensUntilTheCallerLeft() throws Exception {
        // Given
        HttpResponse<InputStream> answer = HTTP.send(
                request("leaver", chat("\"stream\":true,\"simulator\":{\"completion_tokens\":50000,\"chunk_ms\":1}")),
                HttpResponse.BodyHandlers.ofInputStream());

        // When
        answer.body().readNBytes(4096);
        answer.body().close();

        // Then
        await().untilAsserted(
                        () -> assertThat(call("leaver").path("end").asText()).isEqualTo("client_gone"));
        assertThat(call("leaver").path("completion_tokens").intValue()).isBetween(1, 49_999);
    }

    @Test
    void shouldKeepTheCountWhenItsProcessIsKilled() throws Exception {
        // Given
        HttpRequest traced = HttpRequest.newBuilder(request("kept", chat("\"stream\":false")), (name, value) -> true)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .build();
        HTTP.send(traced, HttpResponse.BodyHandlers.ofString());
        JsonNode before = JSON.readTree(get("/simulator/totals"));

        // When
        servers.kill("simulator");
        servers.start("simulator");

        // Then
        assertThat(JSON.readTree(get("/simulator/totals"))).isEqualTo(before);
        assertThat(call("kept").path("traceparent").textValue())
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(call("kept").path("end").textValue()).isEqualTo("complete");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\"} | messages",
                "{\"messages\":[{}]} | model",
                "{\"model\":\"m\",\"messages\":[{}],\"simulator\":{\"chunks\":1}} | simulator.chunks",
                "{\"model\":\"m\",\"messages\":[{}],\"simulator\":{\"fault\":\"x\"}} | simulator.fault",
                "{\"model\":\"m\",\"messages\":[{}],\"simulator\":{\"completion_tokens\":-1}} | simulator.completion_tokens",
                "{\"model\":\"m\",\"messages\":[{}],\"simulator\":{\"cached_tokens\":99}} | simulator.cached_tokens",
                "{ | body"
            })
    void shouldNameTheFieldThatIsWrong(String body, String parameter) throws Exception {
        // When
        HttpResponse<String> answer = post("invalid", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/param").textValue()).isEqualTo(parameter);
    }

    @Test
    void shouldAskForAKeyAndListModels() throws Exception {
        // Given
        HttpRequest anonymous = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(chat("\"stream\":false")))
                .build();

        // When
        int status = HTTP.send(anonymous, HttpResponse.BodyHandlers.ofString()).statusCode();

        // Then
        assertThat(status).isEqualTo(401);
        assertThat(JSON.readTree(get("/v1/models")).path("data").findValuesAsText("id"))
                .contains("gpt-4o-mini", "simulated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/messages",
                "/v1beta/models/m:generateContent",
                "/model/m/converse",
                "/openai/deployments/m/chat/completions?api-version=2024-10-21"
            })
    void shouldRefuseADialectWithoutItsOwnCredentials(String path) throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer simulated")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\"}"))
                .build();

        // When
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(response.body()).isObject()).isTrue();
    }

    private static String chat(String fields) {
        return "{\"model\":\"simulated\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]," + fields
                + "}";
    }

    private static HttpRequest request(String id, String body) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Authorization", "Bearer anything")
                .header("X-Client-Request-Id", id)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> post(String id, String body) throws IOException, InterruptedException {
        return HTTP.send(request(id, body), HttpResponse.BodyHandlers.ofString());
    }

    private static String get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + servers.port("simulator") + path);
    }

    /** The journal's line of this call; an empty object if there is none. */
    private static JsonNode call(String id) throws IOException, InterruptedException {
        for (String line : get("/simulator/calls").split("\n", -1)) {
            JsonNode call = line.isEmpty() ? JSON.createObjectNode() : JSON.readTree(line);
            if (id.equals(call.path("id").asText())) {
                return call;
            }
        }
        return JSON.createObjectNode();
    }

    private static List<JsonNode> chunks(String stream) throws IOException {
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
