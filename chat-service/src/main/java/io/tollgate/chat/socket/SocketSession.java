package io.tollgate.chat.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One open WebSocket: one request after the other. Used on the socket's event loop, but for {@link #finish}. */
final class SocketSession {

    private static final ClientDialect CHAT = new ChatDialect();

    /** RFC 6455, 7.4.1: the server goes down. */
    private static final short GOING_AWAY = 1001;

    /** RFC 6455, 7.4.1: a message violates the endpoint's policy. */
    private static final short POLICY_VIOLATION = 1008;

    private final Completions completions;
    private final AccessViews access;
    private final ServerWebSocket socket;
    private final @Nullable String authorization;
    private final Supplier<UUID> ids;
    private final Context context;
    private final int messageSizeMax;
    private Runnable over = () -> {};
    private @Nullable SocketSink underWay;
    private boolean finishing;

    /**
     * @param ids makes the id of each request
     * @param context the socket's
     * @param messageSizeMax in bytes
     */
    SocketSession(
            Completions completions,
            AccessViews access,
            ServerWebSocket socket,
            @Nullable String authorization,
            Supplier<UUID> ids,
            Context context,
            int messageSizeMax) {
        this.completions = completions;
        this.access = access;
        this.socket = socket;
        this.authorization = authorization;
        this.ids = ids;
        this.context = context;
        this.messageSizeMax = messageSizeMax;
    }

    /** @param whenOver called when the socket is closed, or said goodbye to; perhaps more than once */
    void begin(Runnable whenOver) {
        over = whenOver;
        socket.frameHandler(new TextMessages(messageSizeMax, this::received, this::close));
        socket.closeHandler(closed -> {
            cancel();
            over.run();
        });
        socket.exceptionHandler(this::broken);
    }

    /** The connection is closed next; a client that broke the protocol is told how, as RFC 6455 7.4.1 has it: 1009 for too much. */
    private void broken(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException violation) {
            close(
                    (short) violation.closeStatus().code(),
                    violation.closeStatus().reasonText());
        } else {
            cancel();
        }
    }

    private void close(short code, String reason) {
        cancel();
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
    }

    /** Takes no further request; the socket is closed when the one under way is over. From any thread. */
    void finish() {
        context.runOnContext(go -> {
            finishing = true;
            closeIfIdle();
        });
    }

    private void closeIfIdle() {
        if (finishing && underWay == null && !socket.isClosed()) {
            socket.close(GOING_AWAY, "This gateway is shutting down.").onComplete(written -> over.run());
        }
    }

    private void received(String message) {
        if (CancelMessage.is(message)) {
            cancel();
            return;
        }
        if (finishing && underWay == null) {
            // It came while the socket was being closed.
            return;
        }
        if (underWay != null) {
            refuse(GatewayFailure.invalid(
                    null, "A request is under way on this WebSocket: wait for [DONE], or send {\"type\":\"cancel\"}."));
            return;
        }
        switch (access.decide(authorization)) {
            case AccessDecision.Refused refused -> {
                refuse(refused.failure());
                socket.close(POLICY_VIOLATION);
            }
            case AccessDecision.Granted granted -> ask(granted.caller(), message);
        }
    }

    private void ask(Caller caller, String message) {
        SocketSink sink = new SocketSink(socket, this::answered);
        underWay = sink;
        completions.run(
                caller,
                CHAT,
                StreamedRequest.of(message).getBytes(StandardCharsets.UTF_8),
                "application/json",
                sink,
                new RequestOrigin(ids.get(), System.nanoTime(), socket.headers()::get));
    }

    private void answered() {
        underWay = null;
        closeIfIdle();
    }

    private void refuse(GatewayFailure failure) {
        socket.writeTextMessage(CHAT.error(failure).toString(StandardCharsets.UTF_8));
    }

    private void cancel() {
        SocketSink sink = underWay;
        if (sink != null) {
            sink.cancel();
        }
    }
}
