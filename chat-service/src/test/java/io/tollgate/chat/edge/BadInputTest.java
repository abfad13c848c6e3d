package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RawWebSocket;
import io.tollgate.chat.testing.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no endpoint takes, each says in its own envelope, by the field's name, and calls nobody. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class BadInputTest extends RunningGateway {

    /**
     * An endpoint that takes a JSON object.
     *
     * @param input the field that holds what is to be worked on
     * @param required members that it cannot do without, beside the model
     */
    enum Endpoint {
        CHAT("/v1/chat/completions", "messages", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"),
        MESSAGES(
                "/v1/messages",
                "messages",
                "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"),
        COMPLETIONS("/v1/completions", "prompt", "\"prompt\":\"hi\""),
        EMBEDDINGS("/v1/embeddings", "input", "\"input\":\"hi\""),
        SOCKET("/v1/chat/stream", "messages", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]");

        private final String path;
        private final String input;
        private final String required;

        Endpoint(String path, String input, String required) {
            this.path = path;
            this.input = input;
            this.required = required;
        }

        private String with(String members) {
            return "{\"model\":\"small\"," + required + "," + members + "}";
        }
    }

    /** What an endpoint said. */
    private record Refusal(int status, String message, @Nullable String param) {}

    private static Stream<Arguments> badRequests() {
        List<Arguments> cases = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.values()) {
            String deep = "[".repeat(5_000) + "]".repeat(5_000);
            cases.add(Arguments.of(endpoint, "malformed", "{\"model\": nonsense}", null));
            cases.add(Arguments.of(endpoint, "broken off", "{\"model\":\"small\"", null));
            cases.add(Arguments.of(endpoint, "no object", "[1]", null));
            cases.add(Arguments.of(endpoint, "twice", endpoint.with("\"x\":1") + "{}", null));
            cases.add(Arguments.of(endpoint, "deep", endpoint.with("\"x\":" + deep), null));
            cases.add(Arguments.of(endpoint, "no model", "{" + endpoint.required + "}", "model"));
            cases.add(Arguments.of(endpoint, "model", "{\"model\":7," + endpoint.required + "}", "model"));
            cases.add(Arguments.of(
                    endpoint, "header in model", "{\"model\":\"a\\r\\nx-y: z\"," + endpoint.required + "}", "model"));
            cases.add(Arguments.of(
                    endpoint,
                    "input",
                    "{\"model\":\"small\",\"max_tokens\":9,\"" + endpoint.input + "\":17}",
                    endpoint.input));
            if (endpoint != Endpoint.MESSAGES) {
                cases.add(Arguments.of(endpoint, "header in user", endpoint.with("\"user\":\"a\\r\\nx-y: z\""), "user"));
            }
            if (endpoint != Endpoint.EMBEDDINGS) {
                cases.add(Arguments.of(endpoint, "stream", endpoint.with("\"stream\":\"yes\""), "stream"));
                cases.add(Arguments.of(
                        endpoint, "max_tokens", endpoint.with("\"max_tokens\":\"many\""), "max_tokens"));
            }
        }
        return cases.stream();
    }

    private Refusal ask(Endpoint endpoint, byte[] body) throws IOException {
        if (endpoint == Endpoint.SOCKET) {
            try (RawWebSocket socket = RawWebSocket.open(gateway.resolve(endpoint.path), tenant.key())) {
                socket.sendText(body);
                JsonObject error = new JsonObject(socket.receiveText()).getJsonObject("error");
                assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
                return new Refusal(400, error.getString("message"), error.getString("param"));
            }
        }
        HttpResponse<String> answer = tenant.send(tenant.request(endpoint.path)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
        if (endpoint == Endpoint.MESSAGES) {
            JsonObject envelope = new JsonObject(answer.body());
            assertThat(envelope.getString("type")).isEqualTo("error");
            JsonObject error = envelope.getJsonObject("error");
            assertThat(error.getString("type")).isEqualTo("invalid_request_error");
            return new Refusal(answer.statusCode(), error.getString("message"), null);
        }
        JsonObject error = Envelope.of(answer, answer.statusCode());
        assertThat(error.getString("type")).isEqualTo("invalid_request_error");
        return new Refusal(answer.statusCode(), error.getString("message"), error.getString("param"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badRequests")
    void shouldRefuseByTheFieldsName(Endpoint endpoint, String what, String body, @Nullable String param)
            throws IOException {
        // When
        Refusal refusal = ask(endpoint, body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(refusal.status()).as(what).isEqualTo(400);
        assertThat(refusal.message()).doesNotContain("\r", "\n");
        if (param == null) {
            assertThat(refusal.param()).isNull();
            assertThat(refusal.message()).isNotBlank();
        } else {
            assertThat(refusal.message()).contains("'" + param);
            assertThat(refusal.param()).isIn(endpoint == Endpoint.MESSAGES ? null : param, param);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAT", "MESSAGES", "COMPLETIONS", "EMBEDDINGS"})
    void shouldRefuseInvalidUtf8(Endpoint endpoint) throws IOException {
        // Given
        byte[] body = endpoint.with("\"x\":\"?\"").getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xC3;

        // When
        Refusal refusal = ask(endpoint, body);

        // Then
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(tenant.usageNow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAT", "MESSAGES", "COMPLETIONS", "EMBEDDINGS"})
    void shouldRefuseABodyOverTheLimit(Endpoint endpoint) {
        // Given
        String body = endpoint.with("\"x\":\"" + "x".repeat(1_048_576) + "\"");

        // When
        HttpResponse<String> answer = tenant.send(
                tenant.request(endpoint.path).POST(BodyPublishers.ofString(body)).build());

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("request_too_large", "1048576");
    }

    /** RFC 6455: 1007 for what is no UTF-8, 1009 for what is too big. */
    @Test
    void shouldCloseASocketOnWhatIsNoTextOrTooLarge() throws IOException {
        // When
        int invalid;
        int tooLarge;
        try (RawWebSocket socket = RawWebSocket.open(gateway.resolve(Endpoint.SOCKET.path), tenant.key())) {
            socket.sendText(new byte[] {'{', (byte) 0xC3, '}'});
            invalid = socket.receiveClose();
        }
        try (RawWebSocket socket = RawWebSocket.open(gateway.resolve(Endpoint.SOCKET.path), tenant.key())) {
            socket.announceText(2 * 1_048_576);
            tooLarge = socket.receiveClose();
        }

        // Then
        assertThat(List.of(invalid, tooLarge)).containsExactly(1007, 1009);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAT", "MESSAGES", "COMPLETIONS", "EMBEDDINGS"})
    void shouldNotWaitForeverForABodyThatDoesNotCome(Endpoint endpoint) throws IOException {
        // Given
        String head = "POST " + endpoint.path + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer " + tenant.key()
                + "\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"model\":";

        // When
        String answer;
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            InputStream said = socket.getInputStream();
            // Ends because the gateway closes: this connection cannot carry another request.
            answer = new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("did not arrive", "\"error\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../simulator/totals", "/a?b=c", "/a#b", "/a%0d%0ab", "/a b"})
    void shouldLetNoModelNameLeaveItsPlaceInAProvidersAddress(String model) {
        // When
        List<HttpResponse<String>> answers = Stream.of("azure", "gemini", "bedrock")
                .map(provider -> tenant.complete("{\"model\":\"" + provider + model + "\"," + Endpoint.CHAT.required + "}"))
                .toList();

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("simulated model " + model.substring(1));
        });
    }
}
