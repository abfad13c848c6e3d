package io.tollgate.chat.edge;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Passes a request on to a service behind the edge, and its answer back. Only named headers cross. */
final class Forwarder {

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final List<String> ANSWER_HEADERS =
            List.of("content-type", "retry-after", "x-should-retry", "x-moderation-status", "allow");

    private final HttpClient http;
    private final String service;
    private final URI base;
    private final Duration timeout;

    /** @param service the name that callers are told when it is away */
    Forwarder(HttpClient http, String service, URI base, Duration timeout) {
        this.http = http;
        this.service = service;
        this.base = base;
        this.timeout = timeout;
    }

    /**
     * @param path normalised, so that it is the one that was routed
     * @param headers what the service is told about the caller
     */
    void forward(HttpServerRequest request, String path, Buffer body, Map<String, String> headers) {
        boolean tls = "https".equals(base.getScheme());
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                // The client chooses the path and nothing else: resolved as a URI, its request target could name a
                // host.
                .setHost(base.getHost())
                .setPort(base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(request.query() == null ? path : path + "?" + request.query())
                .setTimeout(timeout.toMillis())
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers));
        String contentType = request.getHeader("content-type");
        if (contentType != null) {
            options.putHeader("content-type", contentType);
        }
        HttpServerResponse response = request.response();
        http.request(options)
                .compose(call -> body.length() == 0 ? call.send() : call.send(body))
                .compose(answer -> answer.body().onSuccess(answerBody -> pass(answer, answerBody, response)))
                .onFailure(failure -> {
                    LOG.warnf("A forwarded request failed: service %s: %s", service, failure.getMessage());
                    ErrorEnvelope.send(
                            response,
                            GatewayFailure.unavailable("The gateway's " + service + " service does not answer.", 2));
                });
    }

    private static void pass(HttpClientResponse answer, Buffer body, HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.statusCode());
        for (String name : ANSWER_HEADERS) {
            String value = answer.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.end(body);
    }
}
