package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.reservation.Reservation;
import io.tollgate.chat.reservation.ReservationOutcome;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An attempt whose process died is charged its bound: it may have cost that much, and nobody can tell any more. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class OrphanTest extends RunningGateway {

    @Inject
    ReservationStore store;

    @Inject
    Redis redis;

    @Test
    void shouldChargeTheBoundOfAnAttemptThatNobodyRenews() {
        // Given
        UUID attemptId = Generators.timeBasedEpochGenerator().generate();
        Usage bound = Usage.of(Meter.INPUT_UNCACHED, 123).with(Meter.OUTPUT_TEXT, 45);
        Attempt attempt = new Attempt(
                attemptId,
                UUID.randomUUID(),
                1,
                new Caller("key_of_the_dead", tenant.organization(), "proj", Set.of()),
                null,
                "simulator",
                "small",
                "gpt-4o-mini",
                "default",
                bound,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                Operation.CHAT,
                Map.of(),
                null);

        // When
        ReservationOutcome outcome = store.reserve(new Reservation(
                        tenant.organization(),
                        attemptId,
                        0,
                        List.of(),
                        UsageEvents.orphan(attempt, Duration.ofSeconds(4))))
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        // Then
        assertThat(outcome).isEqualTo(new ReservationOutcome.Reserved());
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.attemptId()).isEqualTo(attemptId);
        assertThat(event.status()).isEqualTo(Status.ORPHANED);
        assertThat(event.usageSource()).isEqualTo(UsageSource.ESTIMATE);
        assertThat(event.usage()).isEqualTo(bound);
        RedisState state = new RedisState(redis, tenant.organization());
        await().atMost(Duration.ofSeconds(20)).until(() -> state.outbox() == 0);
        assertThat(tenant.usageNow()).hasSize(1);
    }
}
