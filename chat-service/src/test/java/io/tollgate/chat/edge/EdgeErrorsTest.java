package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.Tenant;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request, the answer is OpenAI's envelope. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class EdgeErrorsTest extends RunningGateway {

    private static final int BODY_SIZE_MAX = 1_048_576;

    @Inject
    Router router;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            nullValues = "none",
            value = {
                "`{\"model\": nonsense}` | none | none",
                "`{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}` | missing_required_parameter | model",
                "`{\"model\":\"small\"}` | missing_required_parameter | messages",
                "`{\"model\":\"small\",\"messages\":[]}` | none | messages",
                "`{\"model\":\"small\",\"messages\":[{\"role\":\"user\"}],\"n\":0}` | none | n"
            })
    void shouldRefuseABadRequest(String body, String code, String param) {
        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        Envelope.of(answer, 400, code, param);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void shouldRefuseAnUnknownModel() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("no-such-model"));

        // Then
        Envelope.of(answer, 404, "model_not_found", "model");
    }

    @Test
    void shouldRefuseAModelThatTheKeyMayNotUse() {
        // Given
        try (Tenant limited = tenant(List.of("unreachable"))) {
            // When
            HttpResponse<String> answer = limited.complete(Bodies.chat("small"));

            // Then
            Envelope.of(answer, 403, "model_not_allowed", "model");
        }
    }

    @Test
    void shouldRefuseAnOperationThatTheKeysScopesDoNotPermit() {
        // When
        billing.scopeKey(tenant.key(), tenant.organization(), List.of("embedding"));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        Envelope.of(tenant.complete(Bodies.chat("small")), 403, "insufficient_permissions", null));
    }

    @Test
    void shouldRefuseAnUnknownKeyAndGoOnWithTheConnection() {
        // Given
        HttpRequest stranger = HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer sk-tg-unknown")
                .POST(BodyPublishers.ofString("x".repeat(300_000)))
                .build();

        // When
        HttpResponse<String> refused = tenant.send(stranger);

        // Then
        Envelope.of(refused, 401, "invalid_api_key", null);
        assertThat(tenant.complete(Bodies.plain("")).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseARevokedKey() {
        // When
        billing.revokeKey(tenant.key(), tenant.organization());

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> Envelope.of(tenant.complete(Bodies.plain("")), 401, "invalid_api_key", null));
    }

    @Test
    void shouldRefuseABodyThatSaysItIsTooLarge() {
        // Given
        String body = Bodies.saying("small", "x".repeat(BODY_SIZE_MAX), "");

        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        Envelope.of(answer, 413, "request_too_large", null);
    }

    @Test
    void shouldRefuseABodyThatTurnsOutTooLarge() {
        // Given
        byte[] body = Bodies.saying("small", "x".repeat(BODY_SIZE_MAX), "").getBytes(StandardCharsets.UTF_8);

        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/v1/chat/completions")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build());

        // Then
        Envelope.of(answer, 413, "request_too_large", null);
    }

    @Test
    void shouldTakeABodyOfExactlyTheLimit() {
        // Given
        String frame = Bodies.saying("small", "", "");
        String body = Bodies.saying("small", "x".repeat(BODY_SIZE_MAX - frame.length()), "");

        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/chat/completions,405",
        "DELETE,/v1/moderations,405",
        "GET,/v1/nonsense,404",
        "GET,/,404",
        "GET,/nonsense,404",
        "GET,/q/health,404",
        "POST,/v1/models,404"
    })
    void shouldRefuseWhatItDoesNotServe(String method, String path, int status) {
        // When
        HttpResponse<String> answer = tenant.send(
                tenant.request(path).method(method, BodyPublishers.noBody()).build());

        // Then
        assertThat(Envelope.of(answer, status).getString("message")).contains(method, path);
        assertThat(answer.headers().firstValue("allow").isPresent()).isEqualTo(status == 405);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/chat/completions,401",
        "GET,/v1/models,401",
        "POST,/v1/moderations,401",
        "GET,/v1/chat/completions,405",
        "GET,/v1/nonsense,404",
        "GET,/nonsense,404"
    })
    void shouldGiveEveryRefusalAnId(String method, String path, int status) {
        // Given
        HttpRequest stranger = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.noBody())
                .build();

        // When
        HttpResponse<String> answer = tenant.send(stranger);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("x-request-id")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"small,200", "no-such-model,404", "unreachable,502"})
    void shouldSayHowLongACompletionTookWhateverBecameOfIt(String model, int status) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat(model));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("openai-version")).containsExactly("2020-10-01");
        assertThat(answer.headers().allValues("openai-processing-ms"))
                .hasSize(1)
                .allMatch(millis -> Long.parseLong(millis) >= 0);
    }

    @ParameterizedTest
    @CsvSource({"small,200,1", "no-such-model,404,0", "unreachable,502,1"})
    void shouldSayWhatAnAnswerTookAndCost(String model, int status, String attempts) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat(model));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("x-tollgate-attempts")).containsExactly(attempts);
        assertThat(answer.headers().allValues("x-tollgate-overhead"))
                .hasSize(1)
                .allMatch(millis -> Long.parseLong(millis) >= 0);
        assertThat(answer.headers().allValues("x-tollgate-cost"))
                .hasSize(1)
                .allMatch(dollars -> new BigDecimal(dollars).signum() == (status == 200 ? 1 : 0));
    }

    @Test
    void shouldSayWhatAStreamCostInATrailerToAClientThatTakesIt() throws IOException {
        // Given
        String body = Bodies.streamed("\"completion_tokens\":3");
        String request = "POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\nte: trailers\r\n"
                + "authorization: Bearer " + tenant.key() + "\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length() + "\r\n\r\n" + body;

        // When
        String answer;
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        String trailers = answer.substring(answer.indexOf("data: [DONE]"));
        assertThat(trailers).containsPattern("\r\n0\r\nx-tollgate-cost: 0\\.0000[0-9]+\r\n");
        assertThat(answer).containsIgnoringCase("trailer: x-tollgate-cost");
    }

    @Test
    void shouldGiveATooLargeBodyAnIdToo() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("small", "x".repeat(BODY_SIZE_MAX), ""));

        // Then
        Envelope.of(answer, 413, "request_too_large", null);
        assertThat(answer.headers().allValues("x-request-id")).hasSize(1);
        assertThat(answer.headers().firstValue("openai-version")).isPresent();
    }

    @Test
    void shouldAnswerWhatThrowsInTheEnvelope() {
        // Given
        router.get("/throws").handler(context -> {
            throw new IllegalStateException("thrown for the test");
        });

        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/throws").build());

        // Then
        assertThat(Envelope.of(answer, 500, null, null).getString("message")).doesNotContain("thrown");
        assertThat(answer.headers().allValues("x-request-id")).hasSize(1);
    }
}
