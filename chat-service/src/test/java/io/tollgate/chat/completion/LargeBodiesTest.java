package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RawWebSocket;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** More bodies at once than may be held: the ceiling in these tests is two mebibytes. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class LargeBodiesTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LARGE =
            Bodies.saying("small", "a ".repeat(500_000), ",\"simulator\":{\"completion_tokens\":2}");

    /** A request whose last byte is yet to come. */
    private final class Unfinished implements AutoCloseable {
        private final Socket socket;

        Unfinished() throws IOException {
            socket = new Socket(gateway.getHost(), gateway.getPort());
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            write("POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer " + tenant.key()
                    + "\r\ncontent-type: application/json\r\ncontent-length: " + LARGE.length() + "\r\n\r\n"
                    + LARGE.substring(0, LARGE.length() - 1));
        }

        private void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** @return the answer's first line */
        String finish() throws IOException {
            write(LARGE.substring(LARGE.length() - 1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void shouldRefuseForAWhileWhatCannotBeHeldAndLoseNothing() throws IOException {
        // Given
        await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 0);
        try (Unfinished one = new Unfinished();
                Unfinished other = new Unfinished()) {
            await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 2 * (LARGE.length() - 1));

            // When
            HttpResponse<String> refused = tenant.complete(Bodies.saying("small", "a ".repeat(75_000), ""));

            // Then
            assertThat(Envelope.of(refused, 503).getString("message")).contains("request bodies");
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(one.finish()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(other.finish()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(tenant.complete(LARGE).statusCode()).isEqualTo(200);
            assertThat(tenant.usage(3))
                    .hasSize(3)
                    .extracting(UsageRecorded::status)
                    .containsOnly(Status.OK);
            await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 0);
        }
    }

    @Test
    void shouldRefuseEveryEndpointWhatCannotBeHeld() throws IOException {
        // Given
        await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 0);
        byte[] large = Bodies.saying("small", "a ".repeat(75_000), "").getBytes(StandardCharsets.UTF_8);
        try (Unfinished _ = new Unfinished();
                Unfinished _ = new Unfinished();
                RawWebSocket socket = RawWebSocket.open(gateway.resolve("/v1/chat/stream"), tenant.key())) {
            await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 2 * (LARGE.length() - 1));

            // When
            HttpResponse<String> counted = tenant.send(tenant.request("/v1/messages/count_tokens")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                    .build());
            socket.beginText(large);

            // Then
            assertThat(counted.statusCode()).as(counted.body()).isEqualTo(503);
            assertThat(counted.body()).contains("\"type\":\"error\"");
            assertThat(socket.receiveClose()).isEqualTo(1013);
        }
        await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 0);
    }

    @Test
    void shouldHoldWhatSocketsAndCountsBringNoLongerThanItIsNeeded() throws IOException {
        // Given
        await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 0);
        byte[] message = Bodies.chat("small").getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket socket = RawWebSocket.open(gateway.resolve("/v1/chat/stream"), tenant.key());
                RawWebSocket left = RawWebSocket.open(gateway.resolve("/v1/chat/stream"), tenant.key())) {
            socket.beginText(message);
            left.beginText(message);
            await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 2.0 * message.length);

            // When
            left.leave();
            socket.endText(new byte[0]);
            HttpResponse<String> counted = tenant.send(tenant.request("/v1/messages/count_tokens")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                    .build());

            // Then
            assertThat(socket.receiveText()).contains("chat.completion.chunk");
            assertThat(counted.statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> gauge("chat.bodies.held") == 0);
        }
    }
}
