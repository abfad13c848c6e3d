package io.tollgate.chat.socket;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a WebSocket's key is. A page in a browser cannot set headers of a WebSocket; it offers the key as one of its
 * sub-protocols, as OpenAI's realtime endpoint has it.
 */
final class SocketCredentials {

    /** What is offered beside the key, and chosen: the key itself must not come back in an answer. */
    static final String PROTOCOL = "tollgate";

    private static final String KEY_PREFIX = "openai-insecure-api-key.";

    private SocketCredentials() {}

    /** @return in the form {@code Bearer <key>}; null if the handshake has no key */
    static @Nullable String of(HttpServerRequest handshake) {
        String header = handshake.getHeader("authorization");
        return header == null ? ofProtocols(handshake.getHeader("sec-websocket-protocol")) : header;
    }

    static @Nullable String ofProtocols(@Nullable String offered) {
        if (offered == null) {
            return null;
        }
        return Arrays.stream(offered.split(",", -1))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(KEY_PREFIX))
                .map(protocol -> "Bearer " + protocol.substring(KEY_PREFIX.length()))
                .findFirst()
                .orElse(null);
    }
}
