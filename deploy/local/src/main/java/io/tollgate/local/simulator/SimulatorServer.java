package io.tollgate.local.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A simulated provider on one event loop, in the dialects of several. Its memory is bounded by the requests in flight: {@value #MAX_BODY_BYTES}
 * bytes of body and one write queue each.
 */
final class SimulatorServer {
    static final int MAX_BODY_BYTES = 32 << 20;
    static final List<String> MODELS = List.of(
            "gpt-4o-mini",
            "gpt-4o",
            "gpt-4.1-mini",
            "simulated",
            "text-embedding-3-small",
            "tts-1",
            "whisper-1",
            "dall-e-3");

    private final Vertx vertx;
    private final CallJournal journal;
    private final Latency latency;
    private final InstantSource clock;
    private final OtherOperations other;
    private final String idPrefix;
    private long served;

    /**
     * @param journal owned by the event loop once this has started
     */
    SimulatorServer(Vertx vertx, CallJournal journal, Latency latency, InstantSource clock) {
        this.vertx = vertx;
        this.journal = journal;
        this.latency = latency;
        this.clock = clock;
        this.other = new OtherOperations(journal, clock);
        this.idPrefix = "chatcmpl-simulated-" + Long.toString(clock.millis(), Character.MAX_RADIX) + "-";
    }

    Future<HttpServer> listen(int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                // Thousands of streams may be opened within the same moment.
                .setAcceptBacklog(4096)
                .setHandle100ContinueAutomatically(true);
        return vertx.createHttpServer(options).requestHandler(this::route).listen();
    }

    private void route(HttpServerRequest exchange) {
        String call = exchange.method() + " " + exchange.path();
        switch (call) {
            case "GET /v1/models" -> json(exchange, models());
            case "GET /simulator/totals" -> json(exchange, Json.encodeToBuffer(journal.totals()));
            case "GET /simulator/calls" ->
                exchange.response()
                        .putHeader("Content-Type", "application/jsonl")
                        .sendFile(journal.file().toAbsolutePath().toString());
            case "DELETE /simulator/calls" -> clear(exchange);
            case String _
            when exchange.method().equals(HttpMethod.POST) && OtherOperations.PATHS.contains(exchange.path()) ->
                receive(exchange, ProviderDialect.OPENAI);
            default ->
                Optional.of(exchange.path())
                        .filter(path -> exchange.method().equals(HttpMethod.POST))
                        .flatMap(ProviderDialect::ofPath)
                        .ifPresentOrElse(
                                dialect -> receive(exchange, dialect),
                                () -> answer(
                                        exchange,
                                        ProviderDialect.OPENAI,
                                        new ErrorBody(
                                                404,
                                                "Unknown request URL: " + call,
                                                "invalid_request_error",
                                                null,
                                                "unknown_url")));
        }
    }

    private void clear(HttpServerRequest exchange) {
        try {
            journal.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.response().setStatusCode(204).end();
    }

    private void receive(HttpServerRequest exchange, ProviderDialect dialect) {
        Buffer body = Buffer.buffer();
        exchange.handler(part -> {
            if (body.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(part);
            }
        });
        exchange.endHandler(end -> {
            if (body.length() > MAX_BODY_BYTES) {
                answer(
                        exchange,
                        dialect,
                        new ErrorBody(
                                413,
                                "Bodies are limited to " + MAX_BODY_BYTES + " bytes.",
                                "invalid_request_error",
                                null,
                                null));
            } else {
                serve(exchange, dialect, body.getBytes());
            }
        });
    }

    private void serve(HttpServerRequest exchange, ProviderDialect dialect, byte[] body) {
        if (!dialect.isAuthorized(exchange, body)) {
            answer(exchange, dialect, ErrorBody.invalidKey());
            return;
        }
        if (journal.isFull()) {
            answer(
                    exchange,
                    dialect,
                    new ErrorBody(
                            503,
                            "The journal of served calls is full: DELETE /simulator/calls empties it.",
                            "service_unavailable_error",
                            null,
                            "journal_full"));
            return;
        }
        if (OtherOperations.PATHS.contains(exchange.path())) {
            other.serve(exchange, Buffer.buffer(body));
            return;
        }
        ChatRequest request;
        try {
            request = dialect.parse(exchange.path(), body, exchange.getHeader(Controls.HEADER), latency);
        } catch (InvalidRequestException refused) {
            answer(exchange, dialect, ErrorBody.of(refused));
            return;
        }
        String id = idPrefix + ++served;
        exchange.response().putHeader("x-request-id", id);
        start(new ServedCall(vertx, exchange, request, journal, clock.instant(), dialect), dialect, id);
    }

    private void start(ServedCall call, ProviderDialect dialect, String id) {
        ChatRequest request = call.request();
        switch (request.controls().fault().orElse(null)) {
            case TOO_MANY_REQUESTS -> call.refuse(ErrorBody.tooManyRequests());
            case SERVER_ERROR -> call.refuse(ErrorBody.serverError());
            case OVERLOADED -> call.refuse(ErrorBody.overloaded());
            case UNAUTHORIZED -> call.refuse(ErrorBody.invalidKey());
            case HANG -> call.hang();
            case RESET -> call.reset();
            case null, default -> {
                Answer answer = Answer.to(request);
                Wire wire = dialect.wire(request, answer, id, clock.instant().getEpochSecond());
                if (request.stream()) {
                    new StreamedAnswer(call, answer, wire).start();
                } else {
                    new PlainAnswer(call, answer, wire).start();
                }
            }
        }
    }

    private static Buffer models() {
        return Buffer.buffer(MODELS.stream()
                .map(model ->
                        "{\"id\":\"" + model + "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"simulator\"}")
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
    }

    private static void json(HttpServerRequest exchange, Buffer body) {
        exchange.response().putHeader("Content-Type", "application/json").end(body);
    }

    private static void answer(HttpServerRequest exchange, ProviderDialect dialect, ErrorBody error) {
        exchange.response()
                .setStatusCode(error.status())
                .putHeader("Content-Type", "application/json")
                .end(dialect.error(error));
    }
}
