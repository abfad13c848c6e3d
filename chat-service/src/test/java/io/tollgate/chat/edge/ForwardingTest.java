package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class ForwardingTest extends RunningGateway {

    private HttpResponse<String> post(String path) {
        return tenant.send(tenant.request(path)
                .header("x-tollgate-organization", "forged")
                .header("x-secret", "stays outside")
                .POST(BodyPublishers.ofString("{\"input\":\"hi\"}"))
                .build());
    }

    @Test
    void shouldTellModerationWhoAsksAndKeepTheKeyToItself() {
        // When
        HttpResponse<String> answer = post("/v1/moderations");

        // Then
        JsonObject asked = new JsonObject(answer.body());
        JsonObject headers = asked.getJsonObject("headers");
        assertThat(asked.getString("uri")).isEqualTo("/v1/moderations");
        assertThat(asked.getString("body")).isEqualTo("{\"input\":\"hi\"}");
        assertThat(headers.getString("x-tollgate-organization")).isEqualTo(tenant.organization());
        assertThat(headers.getString("x-tollgate-project")).isEqualTo("proj_" + tenant.organization());
        assertThat(headers.getString("x-tollgate-key")).startsWith("key_");
        assertThat(answer.headers().firstValue("x-request-id")).contains(headers.getString("x-request-id"));
        assertThat(headers.fieldNames()).doesNotContain("authorization", "x-secret");
    }

    @Test
    void shouldTakeTheProjectsKeyOfALiteLlmProxyInItsOwnHeader() {
        // When
        HttpResponse<String> answer =
                tenant.send(HttpRequest.newBuilder(gateway.resolve("/beta/litellm_basic_guardrail_api"))
                        .header("x-api-key", tenant.key())
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"input_type\":\"request\"}"))
                        .build());
        HttpResponse<String> unknown =
                tenant.send(HttpRequest.newBuilder(gateway.resolve("/beta/litellm_basic_guardrail_api"))
                        .header("x-api-key", "sk-tg-nobody")
                        .POST(BodyPublishers.ofString("{}"))
                        .build());

        // Then
        JsonObject asked = new JsonObject(answer.body());
        assertThat(asked.getString("uri")).isEqualTo("/beta/litellm_basic_guardrail_api");
        assertThat(asked.getJsonObject("headers").getString("x-tollgate-project"))
                .isEqualTo("proj_" + tenant.organization());
        assertThat(asked.getJsonObject("headers").fieldNames()).doesNotContain("x-api-key");
        assertThat(unknown.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldLeaveTheCheckOfAdministrationsKeysToBilling() {
        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/v1/organization/costs?limit=7&a=%2F")
                .setHeader("authorization", "Bearer sk-admin-x")
                .GET()
                .build());

        // Then
        JsonObject asked = new JsonObject(answer.body());
        JsonObject headers = asked.getJsonObject("headers");
        assertThat(asked.getString("method")).isEqualTo("GET");
        assertThat(asked.getString("uri")).isEqualTo("/v1/organization/costs?limit=7&a=%2F");
        assertThat(headers.getString("authorization")).isEqualTo("Bearer sk-admin-x");
        assertThat(headers.getString("x-request-id")).isNotBlank();
        assertThat(headers.fieldNames()).doesNotContain("x-tollgate-organization");
    }

    @Test
    void shouldPassTheAnswerBackWithNamedHeadersOnly() {
        // When
        HttpResponse<String> answer = post("/v1/organization/teapot");

        // Then
        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.headers().firstValue("retry-after")).contains("7");
        assertThat(answer.headers().firstValue("x-internal")).isEmpty();
    }

    @Test
    void shouldSayThatAServiceIsAway() {
        // When
        HttpResponse<String> answer = post("/v1/organization/hang-up");

        // Then
        assertThat(Envelope.of(answer, 503).getString("message")).contains("billing");
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void shouldAskForAKeyBeforeItForwardsATextToModeration() {
        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/v1/moderations")
                .setHeader("authorization", "Bearer sk-tg-unknown")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        // Then
        Envelope.of(answer, 401, "invalid_api_key", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/v1/organization/costs",
                "//127.0.0.1:1/../v1/organization/costs",
                "//v1/organization/costs",
                "/v1/moderations/../organization/costs",
                "/v1/%2e%2e/v1/organization/costs"
            })
    void shouldNeverLetTheCallerChooseTheHost(String target) throws IOException {
        // When
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(" 503 ");
        if (answer.startsWith("HTTP/1.1 200")) {
            assertThat(answer).contains("\"uri\":\"/v1/organization/costs\"");
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
