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
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no endpoint takes, each says in its own envelope, by the field's name, and calls nobody. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class BadInputTest extends RunningGateway {

    private static final int BODY_SIZE_MAX = 1_048_576;
    private static final Set<Endpoint> HTTP = EnumSet.complementOf(EnumSet.of(Endpoint.SOCKET));

    /** An endpoint that takes a JSON object. */
    enum Endpoint {
        CHAT("/v1/chat/completions", "messages", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"),
        MESSAGES("/v1/messages", "messages", "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"),
        COMPLETIONS("/v1/completions", "prompt", "\"prompt\":\"hi\""),
        EMBEDDINGS("/v1/embeddings", "input", "\"input\":\"hi\""),
        SOCKET("/v1/chat/stream", "messages", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]");

        private final String path;
        /** The field that holds what is to be worked on. */
        private final String input;
        /** Members that it cannot do without, beside the model. */
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
    private record Refusal(
            int status, String message, @Nullable String param) {}

    /** @param param the field that is wrong; null where it is the whole */
    private record BadRequest(String body, @Nullable String param) {}

    private static List<BadRequest> badRequests(Endpoint endpoint) {
        String required = endpoint.required;
        List<BadRequest> bad = new ArrayList<>(List.of(
                new BadRequest("{\"model\": nonsense}", null),
                new BadRequest("{\"model\":\"small\"", null),
                new BadRequest("[1]", null),
                new BadRequest(endpoint.with("\"x\":1") + "{}", null),
                new BadRequest(endpoint.with("\"x\":" + "[".repeat(5_000) + "]".repeat(5_000)), null),
                new BadRequest("{" + required + "}", "model"),
                new BadRequest("{\"model\":7," + required + "}", "model"),
                new BadRequest("{\"model\":\"a\\r\\nx-y: z\"," + required + "}", "model"),
                new BadRequest(
                        "{\"model\":\"small\",\"max_tokens\":9,\"" + endpoint.input + "\":17}", endpoint.input)));
        if (endpoint != Endpoint.MESSAGES) {
            bad.add(new BadRequest(endpoint.with("\"user\":\"a\\r\\nx-y: z\""), "user"));
        }
        if (endpoint != Endpoint.EMBEDDINGS) {
            bad.add(new BadRequest(endpoint.with("\"stream\":\"yes\""), "stream"));
            bad.add(new BadRequest(endpoint.with("\"max_tokens\":\"many\""), "max_tokens"));
        }
        return bad;
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

    @ParameterizedTest
    @EnumSource
    void shouldRefuseByTheFieldsName(Endpoint endpoint) throws IOException {
        // Given
        SoftAssertions softly = new SoftAssertions();
        for (BadRequest bad : badRequests(endpoint)) {
            String what = bad.body().substring(0, Math.min(200, bad.body().length()));

            // When
            Refusal refusal = ask(endpoint, bad.body().getBytes(StandardCharsets.UTF_8));

            // Then
            softly.assertThat(refusal.status()).as(what).isEqualTo(400);
            softly.assertThat(refusal.message()).as(what).isNotBlank().doesNotContain("\r", "\n");
            if (bad.param() != null) {
                softly.assertThat(refusal.message()).as(what).contains("'" + bad.param());
            }
            // Anthropic's envelope has no place for it but the message.
            softly.assertThat(refusal.param()).as(what).isEqualTo(endpoint == Endpoint.MESSAGES ? null : bad.param());
        }
        softly.assertAll();
        assertThat(tenant.usageNow()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsJsonInAnotherEncoding() throws IOException {
        for (Endpoint endpoint : HTTP) {
            for (Charset encoding : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
                // Given
                byte[] body = endpoint.with("\"x\":1").getBytes(encoding);

                // When
                Refusal refusal = ask(endpoint, body);

                // Then
                assertThat(refusal.status()).as("%s %s", endpoint, encoding).isEqualTo(400);
                assertThat(refusal.message()).as("%s %s", endpoint, encoding).contains("UTF-8");
            }
        }
        assertThat(tenant.usageNow()).isEmpty();
    }

    @Test
    void shouldRefuseInvalidUtf8() throws IOException {
        for (Endpoint endpoint : HTTP) {
            // Given
            byte[] body = endpoint.with("\"x\":\"?\"").getBytes(StandardCharsets.UTF_8);
            body[body.length - 3] = (byte) 0xC3;

            // When
            Refusal refusal = ask(endpoint, body);

            // Then
            assertThat(refusal.status()).as("%s", endpoint).isEqualTo(400);
        }
        assertThat(tenant.usageNow()).isEmpty();
    }

    @Test
    void shouldRefuseABodyOverTheLimit() {
        for (Endpoint endpoint : HTTP) {
            // Given
            String body = endpoint.with("\"x\":\"" + "x".repeat(BODY_SIZE_MAX) + "\"");

            // When
            HttpResponse<String> answer = tenant.send(tenant.request(endpoint.path)
                    .POST(BodyPublishers.ofString(body))
                    .build());

            // Then
            assertThat(answer.statusCode()).as("%s", endpoint).isEqualTo(413);
            assertThat(answer.body()).contains("request_too_large", Integer.toString(BODY_SIZE_MAX));
        }
    }

    /** RFC 6455, 7.4.1: 1007 for text that is not UTF-8. */
    @Test
    void shouldCloseASocketOnTextThatIsNotUtf8() throws IOException {
        // Given
        byte[] message = Endpoint.SOCKET.with("\"x\":\"?\"").getBytes(StandardCharsets.UTF_8);
        message[message.length - 3] = (byte) 0xC3;
        try (RawWebSocket socket = RawWebSocket.open(gateway.resolve(Endpoint.SOCKET.path), tenant.key())) {
            // When
            socket.sendText(message);

            // Then
            assertThat(socket.receiveClose()).isEqualTo(1007);
        }
        assertThat(tenant.usageNow()).isEmpty();
    }

    /** RFC 6455, 7.4.1: 1009 for what is too big. */
    @Test
    void shouldCloseASocketOnAMessageOverTheLimit() throws IOException {
        // Given
        try (RawWebSocket socket = RawWebSocket.open(gateway.resolve(Endpoint.SOCKET.path), tenant.key())) {
            // When
            socket.announceText(2 * BODY_SIZE_MAX);

            // Then
            assertThat(socket.receiveClose()).isEqualTo(1009);
        }
    }

    /** RFC 6455, 7.4.1: 1008 for what no other code says. */
    @Test
    void shouldCloseASocketOnAMessageThatDoesNotEnd() throws IOException {
        // Given
        try (RawWebSocket socket = RawWebSocket.open(gateway.resolve(Endpoint.SOCKET.path), tenant.key())) {
            // When
            socket.beginText("{\"model\":".getBytes(StandardCharsets.UTF_8));

            // Then
            assertThat(socket.receiveClose()).isEqualTo(1008);
        }
    }

    @Test
    void shouldNotWaitForeverForABodyThatDoesNotCome() throws IOException {
        // Given
        Map<Endpoint, Socket> slow = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : HTTP) {
            String head = "POST " + endpoint.path + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
                    + tenant.key()
                    + "\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"model\":";
            Socket socket = new Socket(gateway.getHost(), gateway.getPort());
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            slow.put(endpoint, socket);
        }
        for (Map.Entry<Endpoint, Socket> sender : slow.entrySet()) {
            // When
            String answer;
            try (Socket socket = sender.getValue()) {
                // Ends because the gateway closes: this connection cannot carry another request.
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }

            // Then
            assertThat(answer)
                    .as("%s", sender.getKey())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("did not arrive", "\"error\"");
        }
    }

    @Test
    void shouldLetNoModelNameLeaveItsPlaceInAProvidersAddress() {
        for (String model : List.of("../../simulator/totals", "a?b=c", "a#b", "a%0d%0ab", "a b")) {
            for (String provider : List.of("azure", "gemini", "bedrock")) {
                // When
                HttpResponse<String> answer = tenant.complete(
                        "{\"model\":\"" + provider + "/" + model + "\"," + Endpoint.CHAT.required + "}");

                // Then
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("simulated model " + model);
            }
        }
    }
}
