package io.tollgate.chat.admission;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.reservation.BudgetSnapshot;
import io.tollgate.chat.reservation.OutboxEntry;
import io.tollgate.chat.reservation.RedisTestServer;
import io.tollgate.chat.reservation.Reservation;
import io.tollgate.chat.reservation.ReservationOutcome;
import io.tollgate.chat.reservation.ReservationStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Redis that was away must learn, and what it must forget, when it is back. */
class RedisComesBackTest {

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

    @Test
    void shouldNotGiveOutAgainWhatWasSpentWhileRedisWasAway() {
        // Given
        long spentWithoutRedis = 60;

        // When
        ReservationOutcome tooMuch = reserve(UUID.randomUUID(), 41, spentWithoutRedis);
        ReservationOutcome rest = reserve(UUID.randomUUID(), 40, spentWithoutRedis);

        // Then
        assertThat(tooMuch).isEqualTo(new ReservationOutcome.Refused(BUDGET, 100, 0, 0));
        assertThat(rest).isEqualTo(new ReservationOutcome.Reserved());
    }

    @Test
    void shouldForgetReservationOfCallThatWasRefused() {
        // Given
        UUID refused = UUID.randomUUID();
        reserve(refused, 100, 0);
        AbandonedReservations abandoned = new AbandonedReservations();
        abandoned.add(ORGANIZATION, refused);

        // When
        abandoned.release(store);

        // Then
        await().atMost(Duration.ofSeconds(5))
                .until(() -> reserve(UUID.randomUUID(), 100, 0) instanceof ReservationOutcome.Reserved);
        assertThat(await(store.renew(ORGANIZATION, List.of(refused)))).isZero();
    }

    private ReservationOutcome reserve(UUID attempt, long amountNano, long elsewhereNano) {
        return await(store.reserve(new Reservation(
                ORGANIZATION,
                attempt,
                amountNano,
                List.of(BUDGET),
                List.of(elsewhereNano),
                EVENT,
                LimitedCall.UNCOUNTED,
                null)));
    }
}
