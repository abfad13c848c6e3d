package io.tollgate.chat.socket;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.tollgate.chat.access.AccessDecision;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.completion.CompletionConfig;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/chat/stream}, a WebSocket. A message is the JSON of a chat completion request; its chunks come back as messages,
 * then {@code [DONE]}. One request at a time; {@code {"type":"cancel"}} ends it. Each request is admitted, guarded and metered
 * as if it had come by HTTP, and under the key as it is then: a key that is revoked ends with the request under way. When the
 * process is to end, requests under way are finished, and each socket is closed with 1001 as soon as it is idle.
 */
@Singleton
public class ChatSocket {

    private final Completions completions;
    private final AccessViews access;
    private final Vertx vertx;
    private final CompletionConfig config;
    private final Set<SocketSession> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    ChatSocket(Completions completions, AccessViews access, Vertx vertx, CompletionConfig config) {
        this.completions = completions;
        this.access = access;
        this.vertx = vertx;
        this.config = config;
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
                Context context = vertx.getOrCreateContext();
                CountedHandshake counted = new CountedHandshake(handshake);
                handshake
                        .toWebSocket()
                        .onSuccess(socket -> begin(socket, authorization, ids, context, counted))
                        .onFailure(refused -> counted.over());
            }
        }
    }

    private void begin(
            ServerWebSocket socket,
            @Nullable String authorization,
            Supplier<UUID> ids,
            Context context,
            CountedHandshake counted) {
        SocketSession session = new SocketSession(completions, access, socket, authorization, ids, context, config);
        open.add(session);
        session.begin(() -> {
            open.remove(session);
            counted.over();
        });
        if (stopping) {
            session.finish();
        }
    }

    /** Comes before the HTTP server waits for its requests; see {@code quarkus.shutdown} in the configuration. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        open.forEach(SocketSession::finish);
    }
}
