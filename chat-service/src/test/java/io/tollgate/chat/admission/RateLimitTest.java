package io.tollgate.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RedisMonitor;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import io.tollgate.contracts.event.RateLimit.Scope;
import io.tollgate.local.testing.EmbeddedServers;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rate limits as a caller meets them. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class RateLimitTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CALL =
            Bodies.chat("small", ",\"max_completion_tokens\":10,\"simulator\":{\"completion_tokens\":7}");
    private static final int ESTIMATE = Math.ceilDiv(CALL.length(), 4) + 10;

    @Inject
    Redis redis;

    private void limit(RateLimit... limits) {
        billing.limitKey(tenant.key(), tenant.organization(), List.of(limits));
    }

    private static RateLimit limit(Kind kind, long limit) {
        return new RateLimit(Scope.KEY, null, kind, limit);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    private void awaitLimit(String unit, long limit) {
        await().atMost(PATIENCE)
                .until(() -> header(tenant.complete(CALL), "x-ratelimit-limit-" + unit)
                        .equals(Long.toString(limit)));
    }

    @Test
    void shouldAdmitExactlyTheLimitWhenManyAskAtOnce() {
        // Given
        limit(limit(Kind.REQUESTS_PER_DAY, 1_000));
        awaitLimit("requests", 1_000);
        long before = simulator.calls();
        limit(new RateLimit(Scope.ORGANIZATION, "small", Kind.REQUESTS_PER_MINUTE, 20));
        awaitLimit("requests", 20);

        // When
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 60)
                .mapToObj(call -> tenant.http().sendAsync(tenant.chat(CALL), BodyHandlers.ofString()))
                .toList();

        // Then
        List<HttpResponse<String>> answers =
                calls.stream().map(CompletableFuture::join).toList();
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() != 200).toList();
        assertThat(simulator.calls() - before).isEqualTo(20);
        assertThat(refused).isNotEmpty();
        refused.forEach(answer -> {
            Envelope.of(answer, 429, "rate_limit_exceeded", null);
            assertThat(Integer.parseInt(header(answer, "retry-after"))).isBetween(1, 60);
            assertThat(header(answer, "x-should-retry")).isEqualTo("true");
            assertThat(header(answer, "x-ratelimit-remaining-requests")).isEqualTo("0");
        });
    }

    @Test
    void shouldTakeANewLimitAtOnce() {
        // Given
        limit(limit(Kind.REQUESTS_PER_DAY, 0));
        await().atMost(PATIENCE).until(() -> tenant.complete(CALL).statusCode() == 429);

        // When
        limit(limit(Kind.REQUESTS_PER_DAY, 1_000));

        // Then
        await().atMost(PATIENCE).until(() -> tenant.complete(CALL).statusCode() == 200);
        assertThat(header(tenant.complete(CALL), "x-ratelimit-limit-requests")).isEqualTo("1000");
    }

    @Test
    void shouldCorrectTokensFromTheEstimateToWhatWasUsed() {
        // Given
        limit(limit(Kind.TOKENS_PER_MINUTE, 100_000));
        awaitLimit("tokens", 100_000);
        long used = tenant.usage(1).stream()
                .mapToLong(event -> event.usage().inputTokens() + event.usage().outputTokens())
                .findFirst()
                .orElseThrow();

        // When
        long first = Long.parseLong(header(tenant.complete(CALL), "x-ratelimit-remaining-tokens"));
        long second = Long.parseLong(header(tenant.complete(CALL), "x-ratelimit-remaining-tokens"));

        // Then
        assertThat(first - second).isEqualTo(used).isNotEqualTo(ESTIMATE);
        assertThat(100_000 - first).isGreaterThanOrEqualTo(ESTIMATE);
    }

    @Test
    void shouldRefuseMoreThanTheSlotsUntilOneIsFree() throws IOException {
        // Given
        limit(limit(Kind.CONCURRENT_REQUESTS, 1));
        awaitLimit("requests", 1);
        String slow = Bodies.streamed("\"completion_tokens\":20,\"chunk_ms\":100");
        HttpResponse<InputStream> stream = tenant.http()
                .sendAsync(tenant.chat(slow), BodyHandlers.ofInputStream())
                .join();

        // When
        HttpResponse<String> refused = tenant.complete(CALL);

        // Then
        Envelope.of(refused, 429, "rate_limit_exceeded", null);
        assertThat(header(refused, "retry-after")).isEqualTo("none");
        assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("data: [DONE]\n\n");
        await().atMost(PATIENCE).until(() -> tenant.complete(CALL).statusCode() == 200);
    }

    @Test
    void shouldAskRedisOnceBeforeAndOnceAfterHoweverManyLimitsThereAre() throws IOException {
        // Given
        RateLimit[] limits = Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(new Scope[] {Scope.KEY, Scope.PROJECT, Scope.ORGANIZATION})
                        .map(scope -> new RateLimit(scope, null, kind, 90_000)))
                .toArray(RateLimit[]::new);
        limit(limits);
        awaitLimit("requests", 90_000);
        RedisState state = new RedisState(redis, tenant.organization());
        int before = tenant.usageNow().size();
        await().atMost(PATIENCE).until(() -> state.outbox() == 0);

        try (RedisMonitor monitor = new RedisMonitor(EmbeddedServers.current().port("redis"))) {
            // When
            HttpResponse<String> answer = tenant.complete(CALL);

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            tenant.usage(before + 1);
            await().atMost(PATIENCE).until(() -> state.outbox() == 0);
            List<String> scripts = monitor.scripts(tenant.organization()).stream()
                    .filter(script -> script.startsWith("budgets/"))
                    .filter(script -> !List.of("budgets/1", "budgets/4").contains(script))
                    .toList();
            assertThat(scripts).as("admission, then settlement").containsExactly("budgets/17", "budgets/12");
        }
    }
}
