package io.tollgate.bench.suite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** A trace collector (OTLP over HTTP) that takes everything and keeps nothing: sampled spans are really exported. */
final class TraceSink implements AutoCloseable {
    private final HttpServer server;
    private final AtomicLong exports = new AtomicLong();

    private TraceSink(HttpServer server) {
        this.server = server;
    }

    static TraceSink start() throws IOException {
        TraceSink sink =
                new TraceSink(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        sink.server.createContext("/", sink::take);
        sink.server.start();
        return sink;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Batches of spans received from all services. */
    long exports() {
        return exports.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/v1/traces")) {
                exports.incrementAndGet();
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
