package io.tollgate.chat.provider;

import io.netty.channel.EventLoop;
import io.quarkus.arc.All;
import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Timeouts;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sends requests to providers, each in its dialect. */
@Singleton
public class ProviderClient {

    /** OpenAI logs this header; a provider's support can find the call by the attempt's id. */
    private static final String CLIENT_REQUEST_ID = "X-Client-Request-Id";

    /** A client for each event loop: a call never leaves its request's, and no connection is shared between threads. */
    private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();

    private final VertxInternal vertx;
    private final ProviderConfig config;
    private final Map<ProviderKind, ProviderDialect> dialects = new EnumMap<>(ProviderKind.class);

    ProviderClient(Vertx vertx, ProviderConfig config, @All List<ProviderDialect> dialects) {
        this.vertx = (VertxInternal) vertx;
        this.config = config;
        for (ProviderDialect dialect : dialects) {
            for (ProviderKind kind : dialect.kinds()) {
                if (this.dialects.put(kind, dialect) != null) {
                    throw new IllegalStateException("two dialects speak to providers of kind " + kind.wireName());
                }
            }
        }
    }

    /**
     * @param traceParent W3C trace context; where this process makes spans, that of the call's own takes its place
     * @param mayBeSent asked with the request as soon as there is a connection for it, before anything is sent: keep it to
     *     cancel the call before its answer begins. On false nothing is sent and the call fails
     * @return completes when the provider's status and headers are there; fails with an
     *     {@link UntranslatableRequestException} if the provider's dialect cannot say what is asked
     */
    public Future<ProviderCall> send(
            ProviderAsk ask, UUID attemptId, @Nullable String traceParent, Predicate<HttpClientRequest> mayBeSent) {
        try {
            return send(ask, dialect(ask).request(ask), attemptId, traceParent, mayBeSent);
        } catch (UntranslatableRequestException untranslatable) {
            return Future.failedFuture(untranslatable);
        }
    }

    /**
     * Asks how many tokens a request has, which costs nothing.
     *
     * @param countId of this call
     * @param mayBeSent as in {@link #send}
     * @return as {@link #send}; fails also if the provider cannot be asked that
     */
    public Future<ProviderCall> countTokens(ProviderAsk ask, UUID countId, Predicate<HttpClientRequest> mayBeSent) {
        try {
            Optional<ProviderRequest> prepared = dialect(ask).tokenCount(ask);
            return prepared.isPresent()
                    ? send(ask, prepared.get(), countId, null, mayBeSent)
                    : Future.failedFuture("This provider does not count tokens.");
        } catch (UntranslatableRequestException untranslatable) {
            return Future.failedFuture(untranslatable);
        }
    }

    private Future<ProviderCall> send(
            ProviderAsk ask,
            ProviderRequest prepared,
            UUID callId,
            @Nullable String traceParent,
            Predicate<HttpClientRequest> mayBeSent) {
        return client().request(options(ask.target().provider(), prepared.uri()))
                .compose(request -> {
                    if (!mayBeSent.test(request)) {
                        // Unsent, it costs the connection nothing.
                        request.reset();
                        return Future.failedFuture("Nobody waits for this call any more.");
                    }
                    request.headers().addAll(prepared.headers());
                    request.putHeader(CLIENT_REQUEST_ID, callId.toString());
                    if (traceParent != null) {
                        request.putHeader(CloudEventAttributes.TRACE_PARENT_HEADER, traceParent);
                    }
                    return request.send(prepared.body()).map(response -> {
                        response.pause();
                        return new ProviderCall(request, response, dialect(ask).translator(ask));
                    });
                });
    }

    private HttpClient client() {
        return clients.computeIfAbsent(vertx.getOrCreateContext().nettyEventLoop(), loop -> {
            HttpClientOptions options = new HttpClientOptions()
                    .setKeepAliveTimeout(Math.toIntExact(config.keepAlive().toSeconds()))
                    .setTcpNoDelay(true)
                    .setDecompressionSupported(true);
            // The queue's bound belongs to the pool: the client's own option is ignored where there are pool options.
            return vertx.createHttpClient(
                    options,
                    new PoolOptions().setHttp1MaxSize(config.poolSize()).setMaxWaitQueueSize(config.waitQueueSize()));
        });
    }

    private ProviderDialect dialect(ProviderAsk ask) {
        ProviderKind kind = ask.target().provider().kind();
        ProviderDialect dialect = dialects.get(kind);
        if (dialect == null) {
            throw new IllegalStateException("no dialect speaks to providers of kind " + kind.wireName());
        }
        return dialect;
    }

    private RequestOptions options(Provider provider, String uri) {
        URI base = provider.baseUrl();
        Timeouts timeouts = provider.limits().timeouts();
        boolean tls = "https".equals(base.getScheme());
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(base.getHost())
                .setPort(base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(uri)
                .setConnectTimeout(
                        timeouts.connect().orElse(config.connectTimeout()).toMillis())
                // The client's own ends with the answer's head.
                .setIdleTimeout(
                        timeouts.firstByte().orElse(config.firstByteTimeout()).toMillis());
    }
}
