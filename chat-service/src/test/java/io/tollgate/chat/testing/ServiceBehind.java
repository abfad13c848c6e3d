package io.tollgate.chat.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A service behind the edge: answers with what it was asked, under {@code teapot} with status 418, under {@code hang-up}
 * not at all.
 */
public final class ServiceBehind implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;

    public ServiceBehind() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("hang-up")) {
            exchange.close();
            return;
        }
        if (path.equals("/internal/judge")) {
            judge(exchange);
            return;
        }
        ObjectNode asked = JSON.createObjectNode()
                .put("method", exchange.getRequestMethod())
                .put("uri", exchange.getRequestURI().toString())
                .put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        ObjectNode headers = asked.putObject("headers");
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        byte[] body = JSON.writeValueAsBytes(asked);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.getResponseHeaders().add("retry-after", "7");
        exchange.getResponseHeaders().add("x-internal", "stays behind the edge");
        exchange.sendResponseHeaders(path.endsWith("teapot") ? 418 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** As the name of the judge says: {@code safe}, {@code unsafe}, {@code unfit}, {@code garbage} or {@code away}. */
    private static void judge(HttpExchange exchange) throws IOException {
        String judge = JSON.readTree(exchange.getRequestBody().readAllBytes())
                .path("judge")
                .asText();
        if (judge.equals("away")) {
            exchange.close();
            return;
        }
        String answer =
                judge.equals("garbage") ? "{\"opinion\":\"?\"" : "{\"opinion\":\"" + judge + "\",\"categories\":[]}";
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        boolean isKnown = ("Bearer " + ChatTestSettings.JUDGE_KEY)
                .equals(exchange.getRequestHeaders().getFirst("authorization"));
        exchange.sendResponseHeaders(judge.equals("unfit") || !isKnown ? 401 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
