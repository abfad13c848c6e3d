package io.tollgate.chat.socket;

import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.ChatDialect;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/chat/stream}, a WebSocket. A message is the JSON of a chat completion request; its chunks come back as messages,
 * then {@code [DONE]}. One request at a time; {@code {"type":"cancel"}} ends it. Each request is admitted, guarded and metered
 * as if it had come by HTTP, and under the key as it is then: a key that is revoked ends with the request under way.
 */
@Singleton
public class ChatSocket {

    private static final ClientDialect CHAT = new ChatDialect();

    /** RFC 6455, 7.4.1: a message violates the endpoint's policy. */
    private static final short POLICY_VIOLATION = 1008;

    private final Completions completions;
    private final AccessViews access;

    ChatSocket(Completions completions, AccessViews access) {
        this.completions = completions;
        this.access = access;
    }

    /** @param ids makes the id of each request on the socket */
    public void handle(HttpServerRequest handshake, Supplier<UUID> ids) {
        String authorization = SocketCredentials.of(handshake);
        switch (access.decide(authorization)) {
            case AccessDecision.Refused refused -> ErrorEnvelope.send(handshake.response(), refused.failure());
            case AccessDecision.Granted _ -> {
                if (!"websocket".equalsIgnoreCase(handshake.getHeader("upgrade"))) {
                    handshake.response().putHeader("upgrade", "websocket");
                    ErrorEnvelope.send(
                            handshake.response(),
                            GatewayFailure.invalid(
                                    null, "This endpoint is a WebSocket: send a handshake with 'upgrade: websocket'."));
                    return;
                }
                handshake.toWebSocket().onSuccess(socket -> new Session(socket, authorization, ids).begin());
            }
        }
    }

    private final class Session {
        private final ServerWebSocket socket;
        private final @Nullable String authorization;
        private final Supplier<UUID> ids;
        private @Nullable SocketSink underWay;

        Session(ServerWebSocket socket, @Nullable String authorization, Supplier<UUID> ids) {
            this.socket = socket;
            this.authorization = authorization;
            this.ids = ids;
        }

        void begin() {
            socket.textMessageHandler(this::received);
            socket.closeHandler(closed -> cancel());
            socket.exceptionHandler(broken -> cancel());
        }

        private void received(String message) {
            if (CancelMessage.is(message)) {
                cancel();
                return;
            }
            if (underWay != null) {
                refuse(GatewayFailure.invalid(
                        null,
                        "A request is under way on this WebSocket: wait for [DONE], or send {\"type\":\"cancel\"}."));
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
            SocketSink sink = new SocketSink(socket, () -> underWay = null);
            underWay = sink;
            completions.run(
                    caller,
                    CHAT,
                    StreamedRequest.of(message).getBytes(StandardCharsets.UTF_8),
                    "application/json",
                    sink,
                    new RequestOrigin(ids.get(), System.nanoTime(), socket.headers()::get));
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
}
