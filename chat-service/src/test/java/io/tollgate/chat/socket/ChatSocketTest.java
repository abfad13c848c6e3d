package io.tollgate.chat.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.usage.Meter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class ChatSocketTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What came back, message by message. */
    private static final class Messages implements WebSocket.Listener {
        private final List<String> whole = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                whole.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private final Messages messages = new Messages();
    private final HttpClient http = HttpClient.newHttpClient();

    /** A client that is merely closed waits for its open sockets. */
    @AfterEach
    void leave() {
        http.shutdownNow();
    }

    private WebSocket open(String key) {
        return http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .subprotocols("tollgate", "openai-insecure-api-key." + key)
                .buildAsync(URI.create(gateway.toString().replaceFirst("http", "ws") + "v1/chat/stream"), messages)
                .join();
    }

    private void awaitMessage(String text) {
        await().atMost(PATIENCE).until(() -> messages.whole.stream().anyMatch(message -> message.contains(text)));
    }

    @Test
    void shouldSendTheSameChunksAsMessagesAndRecordTheUsage() {
        // Given
        WebSocket socket = open(tenant.key());

        // When
        socket.sendText(Bodies.plain("\"completion_tokens\":5"), true).join();

        // Then
        awaitMessage("[DONE]");
        assertThat(socket.getSubprotocol()).isEqualTo("tollgate");
        assertThat(messages.whole.getLast()).isEqualTo("[DONE]");
        assertThat(messages.whole.getFirst()).contains("\"object\":\"chat.completion.chunk\"");
        assertThat(tenant.onlyUsage().usage().count(Meter.OUTPUT_TEXT)).hasValue(5);
    }

    @Test
    void shouldEndARequestThatIsCancelledAndTakeTheNextOne() {
        // Given
        WebSocket socket = open(tenant.key());
        socket.sendText(Bodies.plain("\"completion_tokens\":500,\"chunk_ms\":50"), true)
                .join();
        awaitMessage("content");

        // When
        socket.sendText("{\"type\":\"cancel\"}", true).join();
        socket.sendText(Bodies.plain("\"text\":\"second answer\""), true).join();

        // Then
        awaitMessage("[DONE]");
        List<UsageRecorded> events = tenant.usage(2);
        assertThat(events)
                .extracting(UsageRecorded::status)
                .containsExactlyInAnyOrder(UsageRecorded.Status.CLIENT_DISCONNECT, UsageRecorded.Status.OK);
    }

    @Test
    void shouldRefuseASecondRequestBesideTheOneUnderWay() {
        // Given
        WebSocket socket = open(tenant.key());
        socket.sendText(Bodies.plain("\"completion_tokens\":20,\"chunk_ms\":50"), true)
                .join();

        // When
        socket.sendText(Bodies.plain("\"completion_tokens\":1"), true).join();

        // Then
        awaitMessage("A request is under way");
        awaitMessage("[DONE]");
    }

    @Test
    void shouldAnswerAnInvalidRequestWithAnErrorAndStayOpen() {
        // Given
        WebSocket socket = open(tenant.key());
        socket.sendText("{\"model\":\"small\"}", true).join();
        awaitMessage("Missing required parameter: 'messages'");

        // When
        socket.sendText(Bodies.plain("\"completion_tokens\":1"), true).join();

        // Then
        awaitMessage("[DONE]");
    }

    @Test
    void shouldRefuseTheHandshakeOfAnUnknownKey() {
        assertThatThrownBy(() -> open("sk-tg-unknown")).isInstanceOf(CompletionException.class);
    }
}
