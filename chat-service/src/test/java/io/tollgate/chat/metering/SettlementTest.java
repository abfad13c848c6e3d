package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Money is reserved, then trimmed to the cost, then committed: at every moment in one place. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class SettlementTest extends RunningGateway {

    private static final Money LIMIT = Money.ofPico(1_000_000_000_000L);

    @Inject
    Redis redis;

    private static long costNano(UsageRecorded event) {
        return Money.ofPico(event.usage().inputTokens() * BillingDouble.INPUT_PICO
                        + event.usage().outputTokens() * BillingDouble.OUTPUT_PICO)
                .toNanoRoundedUp();
    }

    @Test
    void shouldHoldTheCostUntilTheLedgerHasItAndThenCommitIt() {
        // Given
        RedisState state = new RedisState(redis, tenant.organization());
        tenant.limit(LIMIT);
        tenant.complete(Bodies.plain("\"completion_tokens\":7"));
        UsageRecorded event = tenant.onlyUsage();
        assertThat(state.reservedNano()).isEqualTo(costNano(event));
        assertThat(state.committedNano()).isZero();

        // When
        billing.settle(tenant.organization(), List.of(event.attemptId()), LIMIT, Money.ofPico(costNano(event) * 1_000));

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> state.reservedNano() == 0);
        assertThat(state.committedNano()).isEqualTo(costNano(event));
        assertThat(state.outbox()).isZero();
    }

    @Test
    void shouldHoldNothingForACallThatWasFree() {
        // Given
        RedisState state = new RedisState(redis, tenant.organization());
        tenant.limit(LIMIT);

        // When
        tenant.complete(Bodies.plain("\"fault\":\"500\""));

        // Then
        assertThat(tenant.onlyUsage().usage().isReported()).isFalse();
        assertThat(state.reservedNano()).isZero();
    }

    @Test
    void shouldRefuseNothingAgainThatTheLedgerGaveBack() {
        // Given
        String body = Bodies.plain("\"completion_tokens\":7");
        tenant.limit(Money.ofPico(1_000));
        assertThat(tenant.complete(body).statusCode()).isEqualTo(429);

        // When
        billing.publishBudget(tenant.organization(), LIMIT);

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> tenant.complete(body).statusCode() == 200);
        assertThat(tenant.usage(1)).isNotEmpty();
    }
}
