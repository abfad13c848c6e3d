package io.tollgate.chat.socket;

import io.tollgate.chat.completion.ClientSink;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer as messages: each is the JSON that a chunk has, and the last of a stream is {@code [DONE]}. Nothing follows an
 * error.
 */
final class SocketSink implements ClientSink {

    private final ServerWebSocket socket;
    private final Runnable over;
    private @Nullable Runnable gone;
    private boolean begun;
    private boolean closed;

    /** @param over called once, when the answer is complete or there is none */
    SocketSink(ServerWebSocket socket, Runnable over) {
        this.socket = socket;
        this.over = over;
    }

    /** The client closed the socket or cancelled this request. */
    void cancel() {
        if (closed) {
            return;
        }
        closed = true;
        Runnable told = gone;
        if (told != null) {
            told.run();
        }
        over.run();
    }

    @Override
    public boolean isClosed() {
        return closed || socket.isClosed();
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public void onGone(Runnable told) {
        gone = told;
    }

    @Override
    public void header(String name, String value) {
        // Messages have none.
    }

    @Override
    public void trailer(String name, String value) {
        // Messages have none.
    }

    @Override
    public void answer(String contentType, Buffer body) {
        send(body.toString(StandardCharsets.UTF_8));
        finish();
    }

    @Override
    public void streamed(String contentType) {
        // Events have the same shape here whatever they are called.
    }

    @Override
    public void abort() {
        if (!isClosed()) {
            // RFC 6455, 7.4.1: an unexpected condition.
            socket.close((short) 1011);
        }
        finish();
    }

    @Override
    public void write(Buffer events) {
        messages(events, this::send);
    }

    @Override
    public void end(Buffer lastEvents) {
        write(lastEvents);
        finish();
    }

    private void send(String message) {
        begun = true;
        if (!isClosed()) {
            socket.writeTextMessage(message);
        }
    }

    /** The data of whole server-sent events, one message for each. */
    static void messages(Buffer events, Consumer<String> message) {
        StringBuilder data = new StringBuilder();
        events.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    message.accept(data.toString());
                    data.setLength(0);
                }
            } else if (line.startsWith("data:")) {
                if (!data.isEmpty()) {
                    data.append('\n');
                }
                data.append(line, line.startsWith("data: ") ? "data: ".length() : "data:".length(), line.length());
            }
        });
        if (!data.isEmpty()) {
            message.accept(data.toString());
        }
    }

    @Override
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable drained) {
        socket.drainHandler(done -> drained.run());
    }

    @Override
    public void forgetDrained() {
        socket.drainHandler(null);
    }

    @Override
    public void refuse(GatewayFailure failure, Buffer rendered) {
        send(rendered.toString(StandardCharsets.UTF_8));
        finish();
    }

    private void finish() {
        if (!closed) {
            closed = true;
            over.run();
        }
    }
}
