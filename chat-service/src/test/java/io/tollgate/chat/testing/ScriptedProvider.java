package io.tollgate.chat.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A provider with faults that the simulated one does not have. The model says which: {@code error-within}, {@code error-first},
 * {@code bad-request} and {@code quota} answer, {@code refuse-and-stall} begins an error answer and {@code done-and-stall}
 * completes a stream, but both keep the connection open. In Anthropic's dialect {@code claude-echo} answers with the request that it got, {@code claude-recorded} with
 * the stream of the golden exchanges, and {@code claude-threat} with a stream that threatens. {@code claude-counts} counts
 * tokens, {@code claude-stalls} does not come to an end of it, the others fail at it. Of embeddings {@code late-embedder} never ends its answer, {@code silent-embedder} and
 * {@code left-embedder} never begin it, and {@code discreet-embedder} refuses what has an address in it.
 */
public final class ScriptedProvider implements AutoCloseable {

    private static final String ERROR = "{\"error\":{\"message\":\"%s (scripted)\",\"type\":\"%s\"}}";

    private static final Path RECORDED = Path.of("src/test/resources/dialect/messages/stream.sse");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    public ScriptedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestURI().getPath().endsWith("/count_tokens")) {
            count(exchange, asked);
        } else if (exchange.getRequestURI().getPath().endsWith("/messages")) {
            message(exchange, asked);
        } else if (exchange.getRequestURI().getPath().endsWith("/embeddings")) {
            embedding(exchange, asked);
        } else if (asked.contains("\"error-within\"")) {
            send(exchange, 200, ERROR.formatted("overloaded", "server_error"), false);
        } else if (asked.contains("\"quota\"")) {
            send(exchange, 429, ERROR.formatted("your plan", "insufficient_quota"), false);
        } else if (asked.contains("\"bad-request\"")) {
            send(exchange, 400, ERROR.formatted("no such parameter", "invalid_request_error"), false);
        } else if (asked.contains("\"error-first\"")) {
            send(exchange, 200, ": hello\n\ndata: " + ERROR.formatted("overloaded", "server_error") + "\n\n", false);
        } else if (asked.contains("\"refuse-and-stall\"")) {
            send(exchange, 500, "{\"error\":", true);
        } else {
            send(
                    exchange,
                    200,
                    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
                    true);
        }
    }

    private void count(HttpExchange exchange, String asked) throws IOException {
        if (asked.contains("\"claude-counts\"")) {
            JsonObject answer = new JsonObject()
                    .put("input_tokens", 42)
                    .put("asked", asked)
                    .put("heard", exchange.getRequestHeaders().getFirst("anthropic-beta"));
            send(exchange, 200, answer.encode(), false);
        } else if (asked.contains("\"claude-stalls\"")) {
            send(exchange, 200, "{\"input_tokens\":", true);
        } else {
            send(exchange, 500, "{\"type\":\"error\"}", false);
        }
    }

    private void embedding(HttpExchange exchange, String asked) throws IOException {
        if (asked.contains("\"late-embedder\"")) {
            send(exchange, 200, "{\"data\":", true);
        } else if (asked.contains("\"silent-embedder\"") || asked.contains("\"left-embedder\"")) {
            awaitClose();
            exchange.close();
        } else if (asked.contains("@")) {
            send(exchange, 400, ERROR.formatted("an address", "invalid_request_error"), false);
        } else {
            send(
                    exchange,
                    200,
                    "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[3,4]}],"
                            + "\"model\":\"discreet-embedder\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}",
                    false);
        }
    }

    private void message(HttpExchange exchange, String asked) throws IOException {
        if (asked.contains("\"claude-recorded\"")) {
            send(exchange, 200, Files.readString(RECORDED), false);
        } else if (asked.contains("\"claude-threat\"")) {
            String opening = Files.readString(RECORDED).split("event: content_block_delta", 2)[0];
            String threat = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                    + "\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}}\n\n";
            send(
                    exchange,
                    200,
                    opening
                            + threat.formatted("Zebras graze; they do so quietly. And then: ")
                            + threat.formatted("Now I am going to ki")
                            + threat.formatted("ll you and your dog, and so it went on and on."),
                    false);
        } else {
            String version = exchange.getRequestHeaders().getFirst("anthropic-version");
            String beta = exchange.getRequestHeaders().getFirst("anthropic-beta");
            JsonObject answer = new JsonObject()
                    .put("id", "msg_echo")
                    .put("type", "message")
                    .put("role", "assistant")
                    .put("model", "claude-echo")
                    .put(
                            "content",
                            new JsonArray()
                                    .add(new JsonObject().put("type", "text").put("text", asked)))
                    .put("stop_reason", "end_turn")
                    .put("heard", version + " " + beta)
                    .put("usage", new JsonObject().put("input_tokens", 11).put("output_tokens", 3));
            send(exchange, 200, answer.encode(), false);
        }
    }

    private void send(HttpExchange exchange, int status, String body, boolean stall) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        if (stall) {
            awaitClose();
        }
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
