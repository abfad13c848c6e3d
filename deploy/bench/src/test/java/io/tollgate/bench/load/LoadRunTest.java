package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generator against an upstream whose faults are known. */
class LoadRunTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final AtomicInteger requests = new AtomicInteger();
    private HttpClient client;
    private HttpServer server;
    private volatile @Nullable HttpServerRequest first;

    @BeforeEach
    void listen() throws Exception {
        client = vertx.createHttpClient();
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        int number = requests.incrementAndGet();
        switch (request.path()) {
            case "/plain" -> request.response().end("{}");
            case "/every-tenth-fails" ->
                request.response().setStatusCode(number % 10 == 0 ? 500 : 200).end("{}");
            case "/stream" ->
                request.response().end("data: role\n\ndata: {\"content\":\"a b \"}\n\ndata: stop\n\ndata: [DONE]\n\n");
            case "/first-waits-for-tenth" -> answerTheFirstAfterTheTenth(request, number);
            default -> request.connection().close();
        }
    }

    private void answerTheFirstAfterTheTenth(HttpServerRequest request, int number) {
        if (number == 1) {
            first = request;
            return;
        }
        request.response().end("{}");
        if (number == 10 && first != null) {
            first.response().end("{}");
        }
    }

    private LoadResult run(String path, Pace pace, ExpectedAnswer expected) throws Exception {
        LoadPlan plan = new LoadPlan(
                "http://127.0.0.1:" + server.actualPort() + path, "key", Map.of(), "{}", pace, 1, expected);
        return new LoadRun(vertx.getOrCreateContext(), client, plan)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldSendAllThatTheScheduleHas() throws Exception {
        // When
        LoadResult result = run("/plain", new Pace(Pace.Kind.OPEN, 200), new ExpectedAnswer(0, 0, 0));

        // Then
        assertThat(result.answered()).isEqualTo(200);
        assertThat(result.failed()).isZero();
        assertThat(result.latency().count()).isEqualTo(200);
        assertThat(result.lag().count()).isEqualTo(200);
    }

    @Test
    void shouldGoOnSendingWhileAnAnswerIsLate() throws Exception {
        // When
        LoadResult result = run("/first-waits-for-tenth", new Pace(Pace.Kind.OPEN, 50), new ExpectedAnswer(0, 0, 0));

        // Then
        assertThat(result.answered()).isEqualTo(50);
        assertThat(result.failed()).isZero();
    }

    @Test
    void shouldCountFailedAnswersApart() throws Exception {
        // When
        LoadResult result = run("/every-tenth-fails", new Pace(Pace.Kind.OPEN, 100), new ExpectedAnswer(0, 0, 0));

        // Then
        assertThat(result.answered()).isEqualTo(90);
        assertThat(result.failed()).isEqualTo(10);
        assertThat(result.latency().count()).isEqualTo(90);
        assertThat(result.failures()).containsExactly("status 500: {}");
    }

    @Test
    void shouldCountTheChunksOfStreams() throws Exception {
        // When
        LoadResult result = run("/stream", new Pace(Pace.Kind.OPEN, 20), new ExpectedAnswer(2, 0, 0));

        // Then
        assertThat(result.answered()).isEqualTo(20);
        assertThat(result.latency().count()).isEqualTo(20);
        assertThat(result.chunkDelay().count()).isEqualTo(40);
    }

    @Test
    void shouldRefuseAStreamWithAChunkTooFew() throws Exception {
        // When
        LoadResult result = run("/stream", new Pace(Pace.Kind.OPEN, 5), new ExpectedAnswer(3, 0, 0));

        // Then
        assertThat(result.answered()).isZero();
        assertThat(result.failures()).containsExactly("a stream of 2 words, not 3");
    }

    @Test
    void shouldCountConnectionsThatBreak() throws Exception {
        // When
        LoadResult result = run("/closed", new Pace(Pace.Kind.OPEN, 5), new ExpectedAnswer(0, 0, 0));

        // Then
        assertThat(result.answered()).isZero();
        assertThat(result.failed()).isEqualTo(5);
    }

    @Test
    void shouldKeepEachConnectionOfAClosedLoopBusyUntilTheEnd() throws Exception {
        // When
        LoadResult result = run("/plain", new Pace(Pace.Kind.CLOSED, 4), new ExpectedAnswer(0, 0, 0));

        // Then
        assertThat(result.failed()).isZero();
        assertThat(result.answered()).isEqualTo(requests.get()).isGreaterThan(4);
        assertThat(result.windowNanos()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(result.lag().count()).isZero();
    }
}
