package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.provider.AnswerTranslator;
import io.tollgate.chat.provider.ProviderCall;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemainderTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1));
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int provider(Consumer<HttpServerResponse> rest) {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            request.connection().closeHandler(gone -> closed.complete(true));
            HttpServerResponse response = request.response().setChunked(true);
            response.write("data: [DONE]\n\n");
            rest.accept(response);
        });
        return server.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    private CompletableFuture<Integer> complete(int port, Duration patience) {
        return http.request(HttpMethod.GET, port, "localhost", "/")
                .compose(request -> request.send().map(response -> {
                    response.pause();
                    response.handler(done -> Remainder.drop(
                            vertx, new ProviderCall(request, response, AnswerTranslator.IDENTITY), patience));
                    response.resume();
                    return response.statusCode();
                }))
                .toCompletionStage()
                .toCompletableFuture();
    }

    @Test
    void shouldCloseTheConnectionOfAProviderThatDoesNotEnd() {
        // Given
        int port = provider(response -> {
            // Never ends.
        });

        // When
        complete(port, Duration.ofMillis(100)).join();

        // Then
        assertThat(closed.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    void shouldGiveTheConnectionBackOnceTheProviderHasEnded() {
        // Given
        int port = provider(response -> vertx.setTimer(50, later -> response.end("x".repeat(1_000_000))));
        complete(port, Duration.ofMinutes(1)).join();

        // When
        int second = complete(port, Duration.ofMinutes(1))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        // Then
        assertThat(second).isEqualTo(200);
        assertThat(closed).isNotDone();
    }
}
