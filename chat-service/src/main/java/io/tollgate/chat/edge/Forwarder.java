package io.tollgate.chat.edge;

import io.tollgate.chat.edge.ForwardedCall.Answer;
import io.tollgate.chat.edge.ForwardedCall.AnswerTooLargeException;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Passes requests on to a service behind the edge, and its answers back. Only named headers cross. Its connections are its
 * own: a service that is slow holds up neither the other one nor chat completions.
 */
final class Forwarder {

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final List<String> ANSWER_HEADERS =
            List.of("content-type", "retry-after", "x-should-retry", "x-moderation-status", "allow");
    private static final Pattern TRACE_PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final Vertx vertx;
    private final HttpClient http;
    private final String service;
    private final ServiceAddress address;
    private final EdgeConfig config;

    /** @param service the name that callers are told when it is away */
    Forwarder(Vertx vertx, String service, ServiceAddress address, EdgeConfig config) {
        this.vertx = vertx;
        // The queue's bound belongs to the pool: the client's own option is ignored where there are pool options.
        this.http = vertx.createHttpClient(
                new PoolOptions().setHttp1MaxSize(config.poolSize()).setMaxWaitQueueSize(config.waitQueueSize()));
        this.service = service;
        this.address = address;
        this.config = config;
    }

    /**
     * @param path normalised, so that it is the one that was routed
     * @param headers what the service is told about the caller
     */
    void forward(HttpServerRequest request, String path, Buffer body, Map<String, String> headers) {
        HttpServerResponse response = request.response();
        ForwardedCall.send(
                        vertx,
                        http,
                        options(request, path, headers),
                        body,
                        config.timeout().toMillis(),
                        config.answerSizeMax())
                .onSuccess(answer -> pass(answer, response))
                .onFailure(failure -> {
                    LOG.warnf("A forwarded request failed: service %s: %s", service, failure.getMessage());
                    ErrorEnvelope.send(response, toCaller(failure));
                });
    }

    private RequestOptions options(HttpServerRequest request, String path, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                // The client chooses the path and nothing else: resolved as a URI, its request target could name a
                // host.
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(request.query() == null ? path : path + "?" + request.query())
                .setConnectTimeout(config.timeout().toMillis())
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers));
        String contentType = request.getHeader("content-type");
        if (contentType != null) {
            options.putHeader("content-type", contentType);
        }
        String traceParent = request.getHeader(CloudEventAttributes.TRACE_PARENT_HEADER);
        if (traceParent != null && TRACE_PARENT.matcher(traceParent).matches()) {
            options.putHeader(CloudEventAttributes.TRACE_PARENT_HEADER, traceParent);
        }
        return options;
    }

    private GatewayFailure toCaller(Throwable failure) {
        return switch (failure) {
            case TimeoutException _ ->
                GatewayFailure.upstreamTimeout("The gateway's " + service + " service did not answer in time.");
            case AnswerTooLargeException _ ->
                GatewayFailure.upstream("The answer of the gateway's " + service + " service is larger than "
                        + config.answerSizeMax() + " bytes; ask for less at a time.");
            default -> GatewayFailure.unavailable("The gateway's " + service + " service does not answer.", 2);
        };
    }

    private static void pass(Answer answer, HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.head().statusCode());
        for (String name : ANSWER_HEADERS) {
            String value = answer.head().getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.end(answer.body());
    }
}
