package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that is asked to stop finishes what is under way, and does not wait for what is not. */
@ExtendWith(SuiteExtension.class)
class ShutdownIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Well below the 30 seconds that a shutdown waits for requests which do not end. */
    private static final Duration PROMPTLY = Duration.ofSeconds(20);

    /** RFC 6455, 7.4.1. */
    private static final int GOING_AWAY = 1001;

    private static final String ANSWER_OF_THREE_SECONDS = """
            {"model":"gpt-4o-mini","messages":[{"role":"user","content":"Take your time"}],
             "simulator":{"completion_tokens":30,"chunk_ms":100}}""";

    private final Suite suite;

    ShutdownIT(Suite suite) {
        this.suite = suite;
    }

    /** What came over one socket. */
    private static final class Received implements WebSocket.Listener {
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile int closedWith;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closedWith = code;
            return null;
        }
    }

    private WebSocket open(HttpClient http, Received received) {
        URI chat = URI.create(suite.chat().toString().replaceFirst("http", "ws") + "/v1/chat/stream");
        return http.newWebSocketBuilder()
                .header("authorization", "Bearer " + suite.demoKey())
                .buildAsync(chat, received)
                .join();
    }

    @Test
    void shouldFinishStreamsCloseIdleSocketsAndEndPromptly() {
        // Given
        HttpClient http = HttpClient.newHttpClient();
        Received idle = new Received();
        Received busy = new Received();
        Received gone = new Received();
        open(http, idle);
        open(http, gone).sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        open(http, busy).sendText(ANSWER_OF_THREE_SECONDS, true).join();
        await().atMost(PATIENCE).until(() -> !busy.messages.isEmpty());
        ProcessHandle gateway = ProcessHandle.of(suite.pid("chat-service")).orElseThrow();

        // When
        gateway.destroy();

        // Then
        await().atMost(PROMPTLY).until(() -> !gateway.isAlive());
        await().atMost(PATIENCE).until(() -> idle.closedWith != 0 && busy.closedWith != 0);
        assertThat(idle.closedWith).isEqualTo(GOING_AWAY);
        assertThat(busy.messages.getLast()).isEqualTo("[DONE]");
        assertThat(busy.closedWith).isEqualTo(GOING_AWAY);
        http.shutdownNow();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> suite.pid("chat-service") != gateway.pid() && suite.isReady());
    }
}
