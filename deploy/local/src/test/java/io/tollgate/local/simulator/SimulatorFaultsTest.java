package io.tollgate.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.local.testing.RunningServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the simulated provider goes wrong in just that way, and is counted as what it was. */
class SimulatorFaultsTest {
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

    @ParameterizedTest
    @CsvSource({"429", "500", "503", "401"})
    void shouldRefuseInOpenAiEnvelopeWhenAskedByControlOrModel(int status) throws Exception {
        // Given
        String byModel = "{\"model\":\"fault-" + status + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        String byControl = SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"fault\":\"" + status + "\"}");

        // When
        HttpResponse<String> first = calls.post("refuse-" + status, byModel);
        HttpResponse<String> second = calls.post("refuse-control-" + status, byControl);

        // Then
        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(first.body()).path("error").properties().stream()
                        .map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(first.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
        assertThat(calls.call("refuse-" + status).at("/end").textValue()).isEqualTo("fault");
        assertThat(calls.call("refuse-" + status).at("/prompt_tokens").intValue())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"cut,true", "cut,false", "reset,true", "reset,false"})
    void shouldResetTheConnection(String fault, boolean stream) throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        String body = SimulatorCalls.chat(
                "\"stream\":" + stream + ",\"simulator\":{\"completion_tokens\":10,\"fault\":\"" + fault + "\"}");

        // When / Then
        assertThatThrownBy(() -> calls.post(id, body)).isInstanceOf(IOException.class);
        assertThat(calls.call(id).at("/end").textValue()).isEqualTo("fault");
        assertThat(calls.call(id).at("/completion_tokens").intValue())
                .isEqualTo("reset".equals(fault) ? 0 : stream ? 5 : 10);
    }

    @ParameterizedTest
    @CsvSource({"hang,0", "stall,5"})
    void shouldKeepTheCallerWaiting(String fault, int generated) throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        HttpClient impatient =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var answer = impatient.sendAsync(
                calls.request(
                        id,
                        SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"completion_tokens\":10,\"fault\":\""
                                + fault + "\"}")),
                HttpResponse.BodyHandlers.ofString());

        // When
        assertThatThrownBy(() -> answer.get(500, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        impatient.shutdownNow();

        // Then
        await().untilAsserted(() -> {
            assertThat(calls.call(id).path("end").asText()).isEqualTo("fault");
            assertThat(calls.call(id).path("completion_tokens").asInt(-1)).isEqualTo(generated);
        });
    }

    @Test
    void shouldHaveAFaultAtOneModelOnly() throws Exception {
        // Given
        String members = "\"simulator\":{\"fault\":{\"gpt-4o\":\"500\"}}";

        // When
        HttpResponse<String> other = calls.post("other", SimulatorCalls.chat(members));
        HttpResponse<String> faulty =
                calls.post("faulty", SimulatorCalls.chat(members).replace("\"simulated\"", "\"gpt-4o\""));

        // Then
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(faulty.statusCode()).isEqualTo(500);
    }

    @Test
    void shouldBreakTheStreamAsAsked() throws Exception {
        // When
        String frame = calls.post(
                        "frame", SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"fault\":\"malformed-frame\"}"))
                .body();
        String json = calls.post(
                        "json", SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"fault\":\"malformed-json\"}"))
                .body();
        String half = calls.post(
                        "half", SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"fault\":\"half-frame\"}"))
                .body();
        String noDone = calls.post(
                        "no-done", SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"fault\":\"no-done\"}"))
                .body();
        String error = calls.post(
                        "error", SimulatorCalls.chat("\"stream\":true,\"simulator\":{\"fault\":\"error-in-stream\"}"))
                .body();
        String noUsage = calls.post(
                        "no-usage",
                        SimulatorCalls.chat(
                                "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"simulator\":{\"fault\":\"no-usage\"}"))
                .body();
        JsonNode plainNoUsage = JSON.readTree(
                calls.post("plain-no-usage", SimulatorCalls.chat("\"simulator\":{\"fault\":\"no-usage\"}"))
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
                calls.request(
                        "leaver",
                        SimulatorCalls.chat(
                                "\"stream\":true,\"simulator\":{\"completion_tokens\":50000,\"chunk_ms\":1}")),
                HttpResponse.BodyHandlers.ofInputStream());

        // When
        answer.body().readNBytes(4096);
        answer.body().close();

        // Then
        await().untilAsserted(() ->
                assertThat(calls.call("leaver").path("end").asText()).isEqualTo("client_gone"));
        assertThat(calls.call("leaver").path("completion_tokens").intValue()).isBetween(1, 49_999);
    }
}
