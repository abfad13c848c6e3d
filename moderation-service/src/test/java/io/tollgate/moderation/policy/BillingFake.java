package io.tollgate.moderation.policy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What billing-service says of admin keys: {@code Bearer <role>.<organization>}, a digit after the role for a second person; each organization has the project {@code proj_<organization>}. */
public final class BillingFake implements QuarkusTestResourceLifecycleManager {

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", BillingFake::answer);
            started.start();
            server = started;
            return Map.of(
                    "tollgate.policy.billing-url",
                    "http://127.0.0.1:" + started.getAddress().getPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String[] who = exchange.getRequestHeaders()
                .getFirst("authorization")
                .replace("Bearer ", "")
                .split("\\.", -1);
        String path = exchange.getRequestURI().getPath();
        if (who.length != 2) {
            send(exchange, 401, "{}");
        } else if (path.equals("/v1/organization/caller")) {
            send(
                    exchange,
                    200,
                    "{\"organization_id\":\"" + who[1] + "\",\"actor_id\":\"user_" + who[0] + "_" + who[1]
                            + "\",\"role\":\"" + who[0].replaceAll("\\d", "") + "\",\"project_id\":null}");
        } else {
            send(exchange, path.endsWith("/proj_" + who[1]) ? 200 : 404, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
        }
    }
}
