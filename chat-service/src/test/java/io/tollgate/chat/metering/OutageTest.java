package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import io.tollgate.local.testing.EmbeddedServers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis and Kafka are killed, alone and together, and come back. Each test leaves them running. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class OutageTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Money PLENTY = Money.ofPico(1_000_000_000_000L);
    private static final String CALL =
            Bodies.chat("small", ",\"max_completion_tokens\":10,\"simulator\":{\"completion_tokens\":10}");

    /** The same bounds, and slow enough that all are admitted or refused before the first gives anything back. */
    private static final String SLOW = Bodies.chat(
            "small",
            ",\"max_completion_tokens\":10,\"stream\":true,\"simulator\":{\"completion_tokens\":10,\"chunk_ms\":300}");

    @Inject
    Redis redis;

    @Inject
    EventBus events;

    private final Set<String> killed = new TreeSet<>();
    private RedisState state;

    @BeforeEach
    void watch() {
        state = new RedisState(redis, tenant.organization());
    }

    private void kill(String server) {
        EmbeddedServers.current().kill(server);
        killed.add(server);
    }

    @AfterEach
    void recover() {
        List.copyOf(killed).forEach(this::start);
    }

    /** Starts a killed server again and waits until the gateway uses it. */
    private void start(String server) {
        EmbeddedServers.current().start(server);
        killed.remove(server);
        if (server.equals("kafka")) {
            await().atMost(PATIENCE).until(events::isKafkaReachable);
        } else {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> state.outbox() >= 0);
            await().atMost(PATIENCE).until(() -> {
                tenant.complete(CALL);
                return gauge("chat.redis.available") == 1;
            });
        }
    }

    private Set<UUID> attempts() {
        return tenant.usageNow().stream().map(UsageRecorded::attemptId).collect(Collectors.toSet());
    }

    private static long boundNano() {
        long pico = (CALL.length() + 16 + 64) * BillingDouble.INPUT_PICO + 10 * BillingDouble.OUTPUT_PICO;
        return Money.ofPico(pico).toNanoRoundedUp();
    }

    @Test
    void shouldServeWithinPublishedBudgetsAndRecordInKafkaWhileRedisIsAway() {
        // Given
        tenant.limit(Money.ofPico(3 * boundNano() * 1_000));
        kill("redis");

        // When
        List<HttpResponse<String>> answers =
                IntStream.range(0, 12).mapToObj(call -> tenant.complete(CALL)).toList();

        // Then
        List<HttpResponse<String>> served =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(served).hasSizeBetween(3, 11);
        answers.stream()
                .filter(answer -> answer.statusCode() != 200)
                .forEach(answer -> Envelope.of(answer, 429, "insufficient_quota", null));
        assertThat(answers.getLast().statusCode()).isEqualTo(429);
        assertThat(tenant.usage(served.size())).hasSize(served.size());
        assertThat(gauge("chat.redis.available")).isZero();
        assertThat(gauge("chat.budget.local.outstanding")).isBetween(1e-12, 3 * boundNano() / 1e9);
    }

    @Test
    void shouldUseRedisAgainOnceItIsBack() {
        // Given
        tenant.limit(PLENTY);
        kill("redis");
        assertThat(tenant.complete(CALL).statusCode()).isEqualTo(200);

        // When
        start("redis");

        // Then
        assertThat(tenant.complete(CALL).statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> state.reservations() > 0);
        await().atMost(PATIENCE).until(() -> state.outbox() == 0);
    }

    @Test
    void shouldKeepEventsInTheOutboxWhileKafkaIsAwayAndDeliverAllOfThem() {
        // Given
        kill("kafka");
        await().atMost(PATIENCE).until(() -> !events.isKafkaReachable());

        // When
        for (int call = 0; call < 10; call++) {
            assertThat(tenant.complete(CALL).statusCode()).isEqualTo(200);
        }

        // Then
        assertThat(state.outbox()).isEqualTo(10);
        start("kafka");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts()).hasSize(10));
        await().atMost(PATIENCE).until(() -> state.outbox() == 0);
        assertThat(attempts()).hasSize(10);
    }

    @Test
    void shouldRefuseWhatItCouldNotBillOnceTheOutboxIsFull() {
        // Given
        kill("kafka");
        await().atMost(PATIENCE).until(() -> !events.isKafkaReachable());
        for (int call = 0; call < 60; call++) {
            assertThat(tenant.complete(CALL).statusCode()).isEqualTo(200);
        }
        long served = simulator.calls();

        // When
        HttpResponse<String> answer = tenant.complete(CALL);

        // Then
        Envelope.of(answer, 503);
        assertThat(answer.headers().firstValue("retry-after")).contains("5");
        assertThat(simulator.calls()).isEqualTo(served);
        start("kafka");
        await().atMost(PATIENCE).until(() -> tenant.complete(CALL).statusCode() == 200);
    }

    @Test
    void shouldServeNothingWhileNeitherRedisNorKafkaIsThere() {
        // Given
        kill("kafka");
        await().atMost(PATIENCE).until(() -> !events.isKafkaReachable());
        kill("redis");
        long served = simulator.calls();

        // When
        HttpResponse<String> answer = tenant.complete(CALL);

        // Then
        Envelope.of(answer, 503);
        assertThat(answer.headers().firstValue("retry-after")).contains("5");
        assertThat(answer.headers().firstValue("x-should-retry")).contains("true");
        assertThat(simulator.calls()).isEqualTo(served);
    }

    @Test
    void shouldApplyWhatTheLedgerSettledWhileRedisWasAway() {
        // Given
        tenant.limit(PLENTY);
        assertThat(tenant.complete(CALL).statusCode()).isEqualTo(200);
        UUID attempt = tenant.onlyUsage().attemptId();
        long reserved = state.reservedNano();
        kill("redis");

        // When
        billing.settle(tenant.organization(), List.of(attempt), PLENTY, Money.ofPico(reserved * 1_000));
        EmbeddedServers.current().start("redis");
        killed.remove("redis");

        // Then
        await().atMost(PATIENCE).ignoreExceptions().until(() -> state.reservedNano() == 0);
        assertThat(reserved).isPositive();
        assertThat(state.committedNano()).isEqualTo(reserved);
    }

    @Test
    void shouldHoldABudgetThatARedisForgotWhileItWasAskedForMore() {
        // Given
        long calls = 12;
        Money limit = Money.ofPico(calls * boundNano() * 1_000);
        tenant.limit(limit);
        List<CompletableFuture<HttpResponse<String>>> first = IntStream.range(0, 6)
                .mapToObj(call -> tenant.http().sendAsync(tenant.chat(CALL), BodyHandlers.ofString()))
                .toList();
        first.forEach(CompletableFuture::join);
        List<UUID> served =
                tenant.usage(6).stream().map(UsageRecorded::attemptId).toList();
        // The ledger has them at their bound, as the most that they can have cost.
        billing.settle(tenant.organization(), served, limit, Money.ofPico(5 * boundNano() * 1_000));
        billing.publishBudget(tenant.organization(), limit, Money.ofPico(6 * boundNano() * 1_000));
        await().atMost(PATIENCE).until(() -> state.committedNano() == 6 * boundNano());

        // When
        redis.send(Request.cmd(Command.FLUSHALL))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        List<CompletableFuture<HttpResponse<String>>> more = IntStream.range(0, 30)
                .mapToObj(call -> tenant.http().sendAsync(tenant.chat(SLOW), BodyHandlers.ofString()))
                .toList();

        // Then
        assertThat(more.stream().map(CompletableFuture::join).filter(answer -> answer.statusCode() == 200))
                .hasSizeBetween(1, 6);
        assertThat(state.committedNano()).isEqualTo(6 * boundNano());
    }
}
