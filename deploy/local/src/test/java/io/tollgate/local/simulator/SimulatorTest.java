package io.tollgate.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.local.testing.RunningServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
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
    private static SimulatorCalls calls;

    @BeforeAll
    static void startServers() {
        servers = RunningServers.start(List.of("simulator"));
        calls = new SimulatorCalls(servers);
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
        JsonNode answer = JSON.readTree(calls.post("plain", body).body());

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
        String asked = SimulatorCalls.chat(
                "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"simulator\":{\"completion_tokens\":40}");
        String notAsked = SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"completion_tokens\":40}");

        // When
        List<JsonNode> withUsage =
                SimulatorCalls.chunks(calls.post("asked", asked).body());
        List<JsonNode> without =
                SimulatorCalls.chunks(calls.post("not-asked", notAsked).body());

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
        String body = SimulatorCalls.chat("\"simulator\":{\"text\":" + JSON.writeValueAsString(text)
                + ",\"cached_tokens\":3,\"reasoning_tokens\":20}");

        // When
        JsonNode answer = JSON.readTree(calls.post("text", body).body());

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
        String body = SimulatorCalls.chat(
                "\"max_completion_tokens\":7,\"simulator\":{\"completion_tokens\":50,\"reasoning_tokens\":5}");

        // When
        JsonNode answer = JSON.readTree(calls.post("limit", body).body());

        // Then
        assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(7);
    }

    @Test
    void shouldCallToolsPlainAndInPieces() throws Exception {
        // Given
        String members = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}],"
                + "\"simulator\":{\"tool_calls\":2}";

        // When
        JsonNode plain =
                JSON.readTree(calls.post("tools", SimulatorCalls.chat(members)).body());
        List<JsonNode> chunks =
                SimulatorCalls.chunks(calls.post("tools-streamed", SimulatorCalls.chat("\"stream\":true," + members))
                        .body());

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
    void shouldKeepTheCountWhenItsProcessIsKilled() throws Exception {
        // Given
        HttpRequest traced = HttpRequest.newBuilder(
                        calls.request("kept", SimulatorCalls.chat("\"stream\":false")), (name, value) -> true)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .build();
        HTTP.send(traced, HttpResponse.BodyHandlers.ofString());
        JsonNode before = JSON.readTree(calls.get("/simulator/totals"));

        // When
        servers.kill("simulator");
        servers.start("simulator");

        // Then
        assertThat(JSON.readTree(calls.get("/simulator/totals"))).isEqualTo(before);
        assertThat(calls.call("kept").path("traceparent").textValue())
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(calls.call("kept").path("end").textValue()).isEqualTo("complete");
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
        HttpResponse<String> answer = calls.post("invalid", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/param").textValue()).isEqualTo(parameter);
    }

    @Test
    void shouldAskForAKeyAndListModels() throws Exception {
        // Given
        HttpRequest anonymous = HttpRequest.newBuilder(calls.uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(SimulatorCalls.chat("\"stream\":false")))
                .build();

        // When
        int status = HTTP.send(anonymous, HttpResponse.BodyHandlers.ofString()).statusCode();

        // Then
        assertThat(status).isEqualTo(401);
        assertThat(JSON.readTree(calls.get("/v1/models")).path("data").findValuesAsText("id"))
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
        HttpRequest request = HttpRequest.newBuilder(calls.uri(path))
                .header("Authorization", "Bearer simulated")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\"}"))
                .build();

        // When
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(response.body()).isObject()).isTrue();
    }
}
