package io.tollgate.e2e.suite;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One chat over the WebSocket that front ends in browsers use. */
public final class ChatWebSocket implements WebSocket.Listener {

    public static final String DONE = "[DONE]";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StringBuilder message = new StringBuilder();
    private final List<String> messages = new ArrayList<>();
    private final CompletableFuture<List<String>> answer = new CompletableFuture<>();

    private ChatWebSocket() {}

    /** @return the messages of the answer: chunks and {@link #DONE}, or an error at their end */
    public static List<String> ask(URI chat, String key, String request) {
        ChatWebSocket asked = new ChatWebSocket();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("authorization", "Bearer " + key)
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create("ws://" + chat.getHost() + ":" + chat.getPort() + "/v1/chat/stream"), asked)
                    .join();
            socket.sendText(request, true).join();
            List<String> answer = asked.answer
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            socket.abort();
            return answer;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            messages.add(whole);
            if (whole.equals(DONE) || whole.startsWith("{\"error\"")) {
                answer.complete(List.copyOf(messages));
            }
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        answer.completeExceptionally(new IllegalStateException("closed with " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        answer.completeExceptionally(failure);
    }
}
