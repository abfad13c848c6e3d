package io.tollgate.chat.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.tollgate.chat.completion.CompletionConfig;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.List;

/** What WebSockets are told at their handshake, and how large their messages may be. */
@Singleton
final class SocketServerOptions implements HttpServerOptionsCustomizer {

    private final CompletionConfig config;

    SocketServerOptions(CompletionConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    private void limit(HttpServerOptions options) {
        // A browser that offers protocols refuses a server that chooses none of them.
        options.setWebSocketSubProtocols(List.of(SocketCredentials.PROTOCOL))
                .setMaxWebSocketFrameSize(config.bodySizeMax())
                .setMaxWebSocketMessageSize(config.bodySizeMax());
    }
}
