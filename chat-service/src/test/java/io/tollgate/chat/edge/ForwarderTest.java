package io.tollgate.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.testing.Envelope;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service behind the edge can neither fill this process's memory nor keep its callers. */
class ForwarderTest {

    private static final int ANSWER_SIZE_MAX = 1_000;

    private record Limits(Duration timeout, int poolSize, int waitQueueSize) implements EdgeConfig {
        @Override
        public URI billingUrl() {
            return URI.create("http://localhost");
        }

        @Override
        public URI moderationUrl() {
            return billingUrl();
        }

        @Override
        public Duration bodyTimeout() {
            return timeout;
        }

        @Override
        public int bodySizeMax() {
            return ANSWER_SIZE_MAX;
        }

        @Override
        public int answerSizeMax() {
            return ANSWER_SIZE_MAX;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int listen(Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private CompletableFuture<HttpResponse<String>> ask(int edge, @Nullable String traceParent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + edge + "/x"))
                .timeout(Duration.ofSeconds(20));
        if (traceParent != null) {
            request.header("traceparent", traceParent);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private int edge(Limits limits, Handler<HttpServerRequest> service) {
        int port = listen(service);
        Forwarder forwarder = new Forwarder(vertx, "billing", new ServiceAddress("localhost", port, false), limits);
        return listen(request -> forwarder.forward(request, "/x", Buffer.buffer(), Map.of()));
    }

    @Test
    void shouldBoundTheTimeToTheAnswersLastByte() {
        // Given
        int edge = edge(new Limits(Duration.ofMillis(300), 4, 4), request -> {
            request.response().setChunked(true).write("a");
            vertx.setPeriodic(50, again -> request.response().write("b"));
        });

        // When
        HttpResponse<String> answer = ask(edge, null).join();

        // Then
        assertThat(Envelope.of(answer, 504, "upstream_timeout", null).getString("message"))
                .contains("billing");
    }

    @ParameterizedTest
    @CsvSource({"1000,200", "1001,502"})
    void shouldBoundTheSizeOfAnAnswer(int size, int status) {
        // Given
        int edge = edge(
                new Limits(Duration.ofSeconds(10), 4, 4),
                request -> request.response().end("x".repeat(size)));

        // When
        HttpResponse<String> answer = ask(edge, null).join();

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,true",
        "nonsense,false",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01,false"
    })
    void shouldPassOnATraceThatIsOne(String traceParent, boolean passed) {
        // Given
        int edge = edge(
                new Limits(Duration.ofSeconds(10), 4, 4),
                request -> request.response().end(String.valueOf(request.getHeader("traceparent"))));

        // When
        HttpResponse<String> answer = ask(edge, traceParent).join();

        // Then
        assertThat(answer.body()).isEqualTo(passed ? traceParent : "null");
    }
}
