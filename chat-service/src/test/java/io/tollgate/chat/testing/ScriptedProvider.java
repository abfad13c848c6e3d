package io.tollgate.chat.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A provider with faults that the simulated one does not have. The model says which: {@code error-within}, {@code error-first},
 * {@code bad-request} and {@code quota} answer, {@code refuse-and-stall} begins an error answer and {@code done-and-stall}
 * completes a stream, but both keep the connection open.
 */
public final class ScriptedProvider implements AutoCloseable {

    private static final String ERROR = "{\"error\":{\"message\":\"%s (scripted)\",\"type\":\"%s\"}}";

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
        if (asked.contains("\"error-within\"")) {
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

    private void send(HttpExchange exchange, int status, String body, boolean stall) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        if (stall) {
            try {
                closed.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
