package io.tollgate.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderClientTest {

    /** One connection, so that a second call waits for it. */
    private static final class OneConnection implements ProviderConfig {
        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration firstByteTimeout() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration idleTimeout() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration totalTimeout() {
            return Duration.ofSeconds(20);
        }

        @Override
        public int poolSize() {
            return 1;
        }

        @Override
        public int waitQueueSize() {
            return 2;
        }

        @Override
        public Duration keepAlive() {
            return Duration.ofSeconds(20);
        }

        @Override
        public int answerSizeMax() {
            return 1_000;
        }

        @Override
        public int outputTokensDefault() {
            return 1;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> served = new CopyOnWriteArrayList<>();
    private final ProviderClient client = new ProviderClient(vertx, new OneConnection(), List.of(new OpenAiDialect()));
    private final Target target = target();

    private Target target() {
        int port = vertx.createHttpServer()
                .requestHandler(served::add)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        URI url = URI.create("http://localhost:" + port + "/v1");
        return new Target(new Provider("acme", ProviderKind.OPENAI, url, Secret.of("sk-x")), "m");
    }

    private Future<ProviderCall> send(Predicate<HttpClientRequest> mayBeSent) {
        ProviderAsk ask = new ProviderAsk(
                target,
                target.provider().apiKeys().getFirst(),
                Operation.CHAT,
                false,
                "application/json",
                Buffer.buffer("{}"));
        return client.send(ask, UUID.randomUUID(), null, mayBeSent);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldNotSendACallThatNobodyWaitsForAnyMoreWhenItGetsItsConnection() {
        // Given
        Future<ProviderCall> first = send(connected -> true);
        await().until(() -> served.size() == 1);
        Future<ProviderCall> abandoned = send(connected -> false);
        Future<ProviderCall> third = send(connected -> true);
        assertThat(abandoned.isComplete()).isFalse();

        // When
        served.getFirst().response().end();
        first.onSuccess(call -> call.response().resume());

        // Then
        await().until(abandoned::failed);
        await().until(() -> served.size() == 2);
        served.get(1).response().end();
        await().until(third::succeeded);
        assertThat(served).hasSize(2);
    }

    @Test
    void shouldRefuseACallThatNeitherPoolNorQueueHasRoomFor() {
        // Given
        send(connected -> true);
        await().until(() -> served.size() == 1);

        // When
        List<Future<ProviderCall>> others =
                Stream.generate(() -> send(connected -> true)).limit(3).toList();

        // Then
        await().until(() -> others.stream().anyMatch(Future::failed));
        assertThat(others.stream().filter(Future::failed).map(Future::cause))
                .hasSize(1)
                .allMatch(ConnectionPoolTooBusyException.class::isInstance);
    }
}
