package io.tollgate.chat.reservation;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.reservation.ReservationOutcome.OutboxFull;
import io.tollgate.chat.reservation.ReservationOutcome.Refused;
import io.tollgate.chat.reservation.ReservationOutcome.Reserved;
import io.tollgate.chat.reservation.ReservationOutcome.UnknownBudget;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each script against a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReservationStoreTest {

    private static final String BUDGET = "bud@0";
    private static final OutboxEntry ORPHAN = entry("orphan");
    private static final OutboxEntry EVENT =
            new OutboxEntry("00-trace-span-01", "event".getBytes(StandardCharsets.UTF_8));

    private RedisTestServer redis;
    private ReservationStore store;
    private String organization;
    private OrganizationKeys keys;

    @BeforeAll
    void startServer() {
        redis = new RedisTestServer();
        store = redis.store();
    }

    @AfterAll
    void stopServer() {
        redis.close();
    }

    @BeforeEach
    void nameOrganization() {
        organization = "org_" + UUID.randomUUID();
        keys = new OrganizationKeys(organization);
    }

    private static OutboxEntry entry(String event) {
        return new OutboxEntry(null, event.getBytes(StandardCharsets.UTF_8));
    }

    private void publish(long version, long limit, long committed, UUID... released) {
        await(store.apply(
                organization, List.of(new BudgetSnapshot(BUDGET, version, limit, committed)), List.of(released)));
    }

    private Future<ReservationOutcome> reserving(UUID attempt, long amount, String... fields) {
        return store.reserve(new Reservation(organization, attempt, amount, List.of(fields), ORPHAN));
    }

    private UUID reserved(long amount) {
        UUID attempt = UUID.randomUUID();
        assertThat(await(reserving(attempt, amount, BUDGET))).isEqualTo(new Reserved());
        return attempt;
    }

    private long reservedNano() {
        return redis.number(Command.HGET, keys.budgets(), BUDGET + ":r");
    }

    @Test
    void shouldAdmitExactlyWhatTheBudgetCoversWhenAHundredAskAtOnce() {
        // Given
        publish(1, 1_000 + 50 * 7, 1_000);
        List<Future<ReservationOutcome>> asked = new ArrayList<>();

        // When
        for (int i = 0; i < 100; i++) {
            asked.add(reserving(UUID.randomUUID(), 7, BUDGET));
        }

        // Then
        List<ReservationOutcome> outcomes =
                asked.stream().map(RedisTestServer::await).toList();
        assertThat(outcomes.stream().filter(Reserved.class::isInstance)).hasSize(50);
        assertThat(outcomes.stream().filter(Refused.class::isInstance))
                .hasSize(50)
                .containsOnly(new Refused(BUDGET, 1_350, 1_000, 350));
        assertThat(reservedNano()).isEqualTo(350);
    }

    @Test
    void shouldHoldInEveryBudgetOrInNone() {
        // Given
        await(store.apply(
                organization,
                List.of(new BudgetSnapshot("wide@0", 1, 100, 0), new BudgetSnapshot("narrow@0", 1, 10, 0)),
                List.of()));

        // When
        ReservationOutcome outcome = await(reserving(UUID.randomUUID(), 11, "wide@0", "narrow@0"));

        // Then
        assertThat(outcome).isEqualTo(new Refused("narrow@0", 10, 0, 0));
        assertThat(redis.number(Command.HGET, keys.budgets(), "wide@0:r")).isZero();
        assertThat(redis.number(Command.HLEN, keys.reservations())).isZero();
        assertThat(redis.number(Command.ZCARD, keys.leases())).isZero();
    }

    @Test
    void shouldSayWhichBudgetItDoesNotKnow() {
        // Given
        publish(1, 100, 0);

        // When
        ReservationOutcome outcome = await(reserving(UUID.randomUUID(), 1, BUDGET, "other@0"));

        // Then
        assertThat(outcome).isEqualTo(new UnknownBudget("other@0"));
        assertThat(reservedNano()).isZero();
    }

    @Test
    void shouldHoldAnAttemptOnceHoweverOftenItAsks() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);

        // When
        ReservationOutcome again = await(reserving(attempt, 60, BUDGET));

        // Then
        assertThat(again).isEqualTo(new Reserved());
        assertThat(reservedNano()).isEqualTo(60);
    }

    @Test
    void shouldTrimToTheCostAndStoreTheEventInOneStep() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);

        // When
        SettleOutcome outcome = await(store.settle(organization, attempt, 13, EVENT));

        // Then
        assertThat(outcome).isEqualTo(SettleOutcome.SETTLED);
        assertThat(reservedNano()).isEqualTo(13);
        assertThat(redis.number(Command.ZCARD, keys.leases())).isZero();
        assertThat(redis.number(Command.HLEN, keys.orphans())).isZero();
        assertThat(await(store.claim(organization, Duration.ZERO, 10))).isEqualTo(Map.of(attempt, EVENT));
    }

    @Test
    void shouldHoldMoreWhereTheCostIsAboveTheBound() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);

        // When
        await(store.settle(organization, attempt, 75, EVENT));

        // Then
        assertThat(reservedNano()).isEqualTo(75);
    }

    @Test
    void shouldRecordTheEventOfAnAttemptWhoseReservationIsLost() {
        // Given
        UUID attempt = UUID.randomUUID();

        // When
        SettleOutcome outcome = await(store.settle(organization, attempt, 13, EVENT));

        // Then
        assertThat(outcome).isEqualTo(SettleOutcome.SETTLED_WITHOUT_RESERVATION);
        assertThat(await(store.claim(organization, Duration.ZERO, 10))).containsOnlyKeys(attempt);
    }

    @Test
    void shouldReleaseAReservationOnceTheLedgerHasIt() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);
        await(store.settle(organization, attempt, 13, EVENT));

        // When
        publish(2, 100, 13, attempt);
        publish(2, 100, 13, attempt);

        // Then
        assertThat(reservedNano()).isZero();
        assertThat(redis.number(Command.HGET, keys.budgets(), BUDGET + ":c")).isEqualTo(13);
        assertThat(redis.number(Command.HLEN, keys.reservations())).isZero();
    }

    @Test
    void shouldIgnoreABudgetStateThatIsNotNewer() {
        // Given
        publish(5, 100, 50);

        // When
        publish(4, 1, 1);
        publish(5, 2, 2);

        // Then
        assertThat(redis.number(Command.HGET, keys.budgets(), BUDGET + ":l")).isEqualTo(100);
        assertThat(redis.number(Command.HGET, keys.budgets(), BUDGET + ":c")).isEqualTo(50);
    }

    @Test
    void shouldTurnALeaseThatRanOutIntoOneOrphanedEvent() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);
        redis.clock.advance(RedisTestServer.LEASE);

        // When
        int first = await(store.collectOrphans(organization, 10));
        int second = await(store.collectOrphans(organization, 10));

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();
        assertThat(reservedNano()).isEqualTo(60);
        assertThat(await(store.claim(organization, Duration.ofHours(1), 10))).isEqualTo(Map.of(attempt, ORPHAN));
    }

    @Test
    void shouldNotTakeALeaseThatIsRenewed() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);
        redis.clock.advance(RedisTestServer.LEASE.minusMillis(1));
        int renewed = await(store.renew(organization, List.of(attempt, UUID.randomUUID())));

        // When
        redis.clock.advance(RedisTestServer.LEASE.minusMillis(1));
        int orphans = await(store.collectOrphans(organization, 10));

        // Then
        assertThat(renewed).isEqualTo(1);
        assertThat(orphans).isZero();
    }

    @Test
    void shouldNotSettleWhatIsAlreadyOrphaned() {
        // Given
        publish(1, 100, 0);
        UUID attempt = reserved(60);
        redis.clock.advance(RedisTestServer.LEASE);
        await(store.collectOrphans(organization, 10));

        // When
        SettleOutcome late = await(store.settle(organization, attempt, 13, EVENT));
        int revived = await(store.renew(organization, List.of(attempt)));

        // Then
        assertThat(late).isEqualTo(SettleOutcome.ALREADY_ORPHANED);
        assertThat(revived).isZero();
        assertThat(reservedNano()).isEqualTo(60);
        assertThat(await(store.claim(organization, Duration.ZERO, 10))).isEqualTo(Map.of(attempt, ORPHAN));
    }

    @Test
    void shouldAdmitNothingWhileTheOutboxIsFull() {
        // Given
        List<UUID> attempts = new ArrayList<>();
        for (int i = 0; i < RedisTestServer.OUTBOX_BOUND; i++) {
            attempts.add(UUID.randomUUID());
        }
        attempts.stream()
                .map(attempt -> store.settle(organization, attempt, 1, EVENT))
                .toList()
                .forEach(RedisTestServer::await);

        // When
        ReservationOutcome full = await(reserving(UUID.randomUUID(), 0));
        await(store.acknowledge(organization, attempts.subList(0, 1)));
        ReservationOutcome room = await(reserving(UUID.randomUUID(), 0));

        // Then
        assertThat(full).isEqualTo(new OutboxFull());
        assertThat(room).isEqualTo(new Reserved());
    }

    @Test
    void shouldGiveEachWaitingEventToOneProcess() {
        // Given
        for (int i = 0; i < 200; i++) {
            await(store.settle(organization, UUID.randomUUID(), 1, EVENT));
        }
        redis.clock.advance(Duration.ofSeconds(15));
        ReservationStore other = redis.store();

        // When
        var first = store.claim(organization, Duration.ofSeconds(15), 150);
        var second = other.claim(organization, Duration.ofSeconds(15), 150);

        // Then
        List<UUID> claimed = new ArrayList<>(await(first).keySet());
        claimed.addAll(await(second).keySet());
        assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
        redis.clock.advance(Duration.ofSeconds(15));
        assertThat(await(store.claim(organization, Duration.ofSeconds(15), 1_000)))
                .hasSize(200);
    }

    @Test
    void shouldForgetAcknowledgedEventsOnly() {
        // Given
        UUID kept = UUID.randomUUID();
        UUID gone = UUID.randomUUID();
        await(store.settle(organization, kept, 1, EVENT));
        await(store.settle(organization, gone, 1, EVENT));

        // When
        int removed = await(store.acknowledge(organization, List.of(gone, UUID.randomUUID())));

        // Then
        assertThat(removed).isEqualTo(1);
        assertThat(await(store.claim(organization, Duration.ZERO, 10))).containsOnlyKeys(kept);
        assertThat(redis.number(Command.HLEN, keys.outbox())).isEqualTo(1);
    }

    @Test
    void shouldForgetPeriodsThatAreOverAndHoldNothing() {
        // Given
        long end = redis.clock.millis();
        await(store.apply(
                organization,
                List.of(
                        new BudgetSnapshot("old@0", 1, 100, 7, end),
                        new BudgetSnapshot("held@0", 1, 100, 7, end),
                        new BudgetSnapshot("current@0", 1, 100, 7, end + 2)),
                List.of()));
        UUID attempt = UUID.randomUUID();
        await(store.reserve(new Reservation(organization, attempt, 5, List.of("held@0"), ORPHAN)));
        Instant later = redis.clock.instant().plusMillis(1);

        // When
        String cursor = await(store.prune(organization, later, "0"));

        // Then
        assertThat(cursor).isEqualTo("0");
        assertThat(redis.number(Command.HEXISTS, keys.budgets(), "old@0:l")).isZero();
        assertThat(redis.number(Command.HEXISTS, keys.budgets(), "held@0:l")).isEqualTo(1);
        assertThat(redis.number(Command.HEXISTS, keys.budgets(), "current@0:l")).isEqualTo(1);
        await(store.apply(organization, List.of(), List.of(attempt)));
        await(store.prune(organization, later, "0"));
        assertThat(redis.number(Command.HEXISTS, keys.budgets(), "held@0:l")).isZero();
    }
}
