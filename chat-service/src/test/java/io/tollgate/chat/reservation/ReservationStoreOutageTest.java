package io.tollgate.chat.reservation;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that forgets its scripts, hangs, or dies. */
class ReservationStoreOutageTest {

    private static final String ORGANIZATION = "org";
    private static final String BUDGET = "bud@0";
    private static final OutboxEntry EVENT = new OutboxEntry(null, "event".getBytes(StandardCharsets.UTF_8));

    private RedisTestServer redis;
    private ReservationStore store;

    @BeforeEach
    void startServer() {
        redis = new RedisTestServer();
        store = redis.store();
        await(store.apply(ORGANIZATION, List.of(new BudgetSnapshot(BUDGET, 1, 100, 0)), List.of()));
    }

    @AfterEach
    void stopServer() {
        redis.close();
    }

    private ReservationOutcome reserve(UUID attempt) {
        return await(store.reserve(new Reservation(ORGANIZATION, attempt, 60, List.of(BUDGET), EVENT)));
    }

    @Test
    void shouldSendScriptsAgainThatRedisForgot() {
        // Given
        UUID attempt = UUID.randomUUID();
        redis.send(Command.SCRIPT, "FLUSH");

        // When
        ReservationOutcome reserved = reserve(attempt);
        redis.send(Command.SCRIPT, "FLUSH");
        SettleOutcome settled = await(store.settle(ORGANIZATION, attempt, 5, EVENT));

        // Then
        assertThat(reserved).isEqualTo(new ReservationOutcome.Reserved());
        assertThat(settled).isEqualTo(SettleOutcome.SETTLED);
    }

    @Test
    void shouldFailInBoundedTimeWhileRedisHangs() throws IOException, InterruptedException {
        // Given
        redis.signal("STOP");

        // When
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> reserve(UUID.randomUUID()));
        redis.signal("CONT");

        // Then
        assertThat(failure).hasRootCauseInstanceOf(TimeoutException.class);
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(await(store.renew(ORGANIZATION, List.of()))).isZero());
    }

    @Test
    void shouldFindItsReservationsAgainInARedisThatWasKilled() {
        // Given
        UUID attempt = UUID.randomUUID();
        reserve(attempt);
        // Redis writes its log to disk every second; what the kill drill asserts is what had reached the file.
        await(store.renew(ORGANIZATION, List.of(attempt)));
        redis.kill();
        assertThrows(IllegalStateException.class, () -> await(store.renew(ORGANIZATION, List.of(attempt))));

        // When
        redis.start();

        // Then
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                redis.number(Command.HGET, new OrganizationKeys(ORGANIZATION).budgets(), BUDGET + ":r"))
                        .isEqualTo(60));
        assertThat(await(store.settle(ORGANIZATION, attempt, 5, EVENT))).isEqualTo(SettleOutcome.SETTLED);
    }
}
