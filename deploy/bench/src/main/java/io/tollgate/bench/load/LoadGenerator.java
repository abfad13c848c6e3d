package io.tollgate.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Main of the load generator's own process: each line of standard input is a {@link LoadPlan}, answered by a line with its
 * {@link LoadResult}. It ends with its input. One process serves a whole benchmark, so that its own warm-up is behind it.
 */
final class LoadGenerator {
    /** More than are ever open at once: a request that had to wait for a connection would blame its wait on the server. */
    private static final int CONNECTIONS_MAX = 16_384;

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadGenerator() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_MAX)
                .setMaxWaitQueueSize(0)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
        try (BufferedReader plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = plans.readLine(); line != null; line = plans.readLine()) {
                LoadPlan plan = JSON.readValue(line, LoadPlan.class);
                Future<LoadResult> result = new LoadRun(vertx.getOrCreateContext(), client, plan).start();
                System.out.println(JSON.writeValueAsString(
                        result.toCompletionStage().toCompletableFuture().get()));
            }
        }
        System.exit(0);
    }
}
