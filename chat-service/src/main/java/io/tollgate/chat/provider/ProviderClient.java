package io.tollgate.chat.provider;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sends chat completions to providers that speak OpenAI's dialect. */
@ApplicationScoped
public class ProviderClient {

    private static final String CHAT_COMPLETIONS = "/chat/completions";
    /** OpenAI logs this header; a provider's support can find the call by the attempt's id. */
    private static final String CLIENT_REQUEST_ID = "X-Client-Request-Id";

    private final HttpClient http;
    private final ProviderConfig config;

    ProviderClient(Vertx vertx, ProviderConfig config) {
        this.config = config;
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAliveTimeout(Math.toIntExact(config.keepAlive().toSeconds()))
                .setTcpNoDelay(true)
                .setDecompressionSupported(true);
        // The queue's bound belongs to the pool: the client's own option is ignored where there are pool options.
        this.http = vertx.createHttpClient(
                options,
                new PoolOptions().setHttp1MaxSize(config.poolSize()).setMaxWaitQueueSize(config.waitQueueSize()));
    }

    /**
     * @param traceParent W3C trace context; where this process makes spans, that of the call's own takes its place
     * @param mayBeSent asked with the request as soon as there is a connection for it, before anything is sent: keep it to
     *     cancel the call before its answer begins. On false nothing is sent and the call fails
     * @return completes when the provider's status and headers are there
     */
    public Future<ProviderCall> send(
            Target target,
            UUID attemptId,
            @Nullable String traceParent,
            boolean stream,
            Buffer body,
            Predicate<HttpClientRequest> mayBeSent) {
        return http.request(options(target.provider())).compose(request -> {
            if (!mayBeSent.test(request)) {
                // Unsent, it costs the connection nothing.
                request.reset();
                return Future.failedFuture("Nobody waits for this call any more.");
            }
            request.putHeader("content-type", "application/json")
                    .putHeader("accept", stream ? "text/event-stream" : "application/json")
                    .putHeader(
                            "authorization",
                            "Bearer " + target.provider().apiKey().reveal())
                    .putHeader(CLIENT_REQUEST_ID, attemptId.toString());
            if (traceParent != null) {
                request.putHeader(CloudEventAttributes.TRACE_PARENT_HEADER, traceParent);
            }
            return request.send(body).map(response -> {
                response.pause();
                return new ProviderCall(request, response);
            });
        });
    }

    private RequestOptions options(Provider provider) {
        URI base = provider.baseUrl();
        boolean tls = "https".equals(base.getScheme());
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(base.getHost())
                .setPort(base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(base.getRawPath() + CHAT_COMPLETIONS)
                .setConnectTimeout(config.connectTimeout().toMillis())
                .setIdleTimeout(config.idleTimeout().toMillis());
    }
}
