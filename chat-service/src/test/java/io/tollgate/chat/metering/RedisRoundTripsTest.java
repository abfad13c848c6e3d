package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RedisMonitor;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.money.Money;
import io.tollgate.local.testing.EmbeddedServers;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chat costs in round trips to Redis with everything on: every command that Redis gets is counted. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class RedisRoundTripsTest extends RunningGateway {

    private static final int REQUESTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Periodic, whatever is served: renewal, orphans, events not acknowledged, old periods, budget states. */
    private static final Set<String> SWEEPS = Set.of("renew", "orphan", "claim", "prune", "apply");

    /** Of a connection that is opened or looked after. */
    private static final Set<String> CONNECTION = Set.of("hello", "ping", "client", "select");

    @Inject
    Redis redis;

    private static String body(int number, boolean stream) {
        // Deterministic, so that it is looked up in the cache and kept there; new, so that it is asked.
        return Bodies.saying(
                "small",
                "Question " + number,
                ",\"temperature\":0,\"user\":\"anna\",\"stream\":" + stream
                        + ",\"simulator\":{\"completion_tokens\":7}");
    }

    private void switchEverythingOn() {
        String organization = tenant.organization();
        tenant.limit(Money.ofPico(1_000_000_000_000_000L));
        List<RateLimit> limits = Arrays.stream(RateLimit.Kind.values())
                .flatMap(kind -> Arrays.stream(RateLimit.Scope.values())
                        .map(scope -> new RateLimit(scope, null, kind, 1_000_000)))
                .toList();
        billing.limitKey(tenant.key(), organization, limits);
        PolicyPublished.Rule rule =
                new PolicyPublished.Rule("violence", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.BLOCK, null);
        billing.publishPolicy(organization, List.of(rule), PolicyPublished.StreamMode.BALANCED, null, true);
        Caller caller = new Caller("key", organization, "proj_" + organization, Set.of());
        await().atMost(PATIENCE).until(() -> policies.of(caller).version() != null);
        await().atMost(PATIENCE)
                .until(() -> tenant.complete(Bodies.chat("small"))
                        .headers()
                        .firstValue("x-ratelimit-limit-tokens")
                        .isPresent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAskRedisOnceBeforeTheCallAndOnceAtItsEnd(boolean stream) throws IOException {
        // Given
        switchEverythingOn();
        RedisState state = new RedisState(redis, tenant.organization());
        await().atMost(PATIENCE).until(() -> state.outbox() == 0);
        int before = tenant.usageNow().size();
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (RedisMonitor monitor = new RedisMonitor(EmbeddedServers.current().port("redis"))) {
            // When
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(tenant.complete(body(i, stream)));
            }

            // Then
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("x-tollgate-cache")).contains("miss");
            });
            List<String> attempts = tenant.usage(before + REQUESTS).stream()
                    .skip(before)
                    .map(event -> event.attemptId().toString())
                    .distinct()
                    .toList();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(acknowledged(monitor, attempts)).isEqualTo(REQUESTS));
            assertThat(asked(monitor, "admit")).as("before the call").isEqualTo(REQUESTS);
            assertThat(asked(monitor, "settle")).as("at its end").isEqualTo(REQUESTS);
            assertThat(asked(monitor, "acknowledge"))
                    .as("after Kafka's acknowledgement, for as many events as have come since the last one")
                    .isBetween(1L, (long) REQUESTS);
            assertThat(monitor.commands())
                    .as("nothing else")
                    .extracting(RedisMonitor.Command::name)
                    .allMatch(name -> Set.of("admit", "settle", "acknowledge").contains(name)
                            || SWEEPS.contains(name)
                            || CONNECTION.contains(name));
        }
    }

    private long asked(RedisMonitor monitor, String script) {
        return monitor.commands().stream()
                .filter(command -> command.name().equals(script) && command.concerns(tenant.organization()))
                .count();
    }

    /** Of how many attempts the outbox entry was deleted. */
    private static long acknowledged(RedisMonitor monitor, List<String> attempts) {
        List<RedisMonitor.Command> deletions = monitor.commands().stream()
                .filter(command -> command.name().equals("acknowledge"))
                .toList();
        return attempts.stream()
                .filter(attempt ->
                        deletions.stream().anyMatch(deletion -> deletion.text().contains(attempt)))
                .count();
    }
}
