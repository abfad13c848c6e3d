package io.tollgate.chat.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.CompletionConfig;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    private final TextMessages messages;
    private Runnable over = () -> {};
    private @Nullable SocketSink underWay;
    private boolean finishing;

    /**
     * @param ids makes the id of each request
     * @param context the socket's
     * @param config how large a message may be, and how long it may take to arrive
     */
    SocketSession(
            Completions completions,
            AccessViews access,
            ServerWebSocket socket,
            @Nullable String authorization,
            Supplier<UUID> ids,
            Context context,
            CompletionConfig config) {
        this.completions = completions;
        this.access = access;
        this.socket = socket;
        this.authorization = authorization;
        this.ids = ids;
        this.context = context;
        this.messages = new TextMessages(
                config.bodySizeMax(),
                completions.bodies(),
                deadline(config.bodyTimeout()),
                this::received,
                this::close);
    }

    private TextMessages.Deadline deadline(Duration timeout) {
        return late -> {
            Vertx vertx = context.owner();
            long timer = vertx.setTimer(
                    timeout.toMillis(),
                    due -> late.accept("A message did not arrive within " + timeout.toMillis() + " ms."));
            return () -> vertx.cancelTimer(timer);
        };
    }

    /** @param whenOver called when the socket is closed, or said goodbye to; perhaps more than once */
    void begin(Runnable whenOver) {
        over = whenOver;
        socket.frameHandler(messages);
        socket.closeHandler(closed -> {
            messages.stop();
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

    private void received(String message, Runnable letGo) {
        if (underWay == null && !finishing && !CancelMessage.is(message)) {
            decide(message, letGo);
            return;
        }
        letGo.run();
        if (CancelMessage.is(message)) {
            cancel();
        } else if (underWay != null) {
            refuse(GatewayFailure.invalid(
                    null, "A request is under way on this WebSocket: wait for [DONE], or send {\"type\":\"cancel\"}."));
        }
        // Else it came while the socket was being closed.
    }

    private void decide(String message, Runnable letGo) {
        switch (access.decide(authorization)) {
            case AccessDecision.Refused refused -> {
                letGo.run();
                refuse(refused.failure());
                socket.close(POLICY_VIOLATION);
            }
            case AccessDecision.Granted granted -> ask(granted.caller(), message, letGo);
        }
    }

    private void ask(Caller caller, String message, Runnable letGo) {
        SocketSink sink = new SocketSink(socket, this::answered);
        underWay = sink;
        completions.run(
                caller,
                CHAT,
                StreamedRequest.of(message).getBytes(StandardCharsets.UTF_8),
                "application/json",
                sink,
                new RequestOrigin(ids.get(), System.nanoTime(), socket.headers()::get),
                letGo);
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
