package io.tollgate.chat.reservation;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.limit.LimitCounter;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.reservation.ReservationOutcome.Answered;
import io.tollgate.chat.reservation.ReservationOutcome.Limited;
import io.tollgate.chat.reservation.ReservationOutcome.Reserved;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What limits do in Redis, over several replicas, through deaths and restarts. */
class LimitsInRedisTest {

    private static final OutboxEntry EVENT = new OutboxEntry(null, "event".getBytes(StandardCharsets.UTF_8));

    private static RedisTestServer redis;

    private final String organization = "org-" + UUID.randomUUID();
    private ReservationStore store;

    @BeforeAll
    static void startServer() {
        redis = new RedisTestServer();
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @BeforeEach
    void newStore() {
        store = redis.store();
    }

    private static LimitCounter counter(Kind kind, long limit) {
        return new LimitCounter(kind.name(), new RateLimit(RateLimit.Scope.KEY, null, kind, limit));
    }

    private Future<ReservationOutcome> call(
            ReservationStore replica, UUID id, long tokens, @Nullable String fingerprint, LimitCounter... counters) {
        LimitedCall limited = new LimitedCall(List.of(counters), tokens, id.toString());
        return replica.reserve(new Reservation(organization, id, 0, List.of(), List.of(), EVENT, limited, fingerprint));
    }

    private ReservationOutcome call(UUID id, LimitCounter... counters) {
        return await(call(store, id, 1, null, counters));
    }

    private Closing closing(ReservationOutcome outcome, UUID id, long expected, long actual, LimitCounter... counters) {
        LimitedCall limited = new LimitedCall(List.of(counters), expected, id.toString());
        return new Closing(LimitGrant.of(limited, ((Reserved) outcome).standings(), true), actual, null);
    }

    @Test
    void shouldNeverLetTwoReplicasExceedALimitTogether() {
        // Given
        List<ReservationStore> replicas = List.of(redis.storeByServerClock(), redis.storeByServerClock());
        LimitCounter requests = counter(Kind.REQUESTS_PER_DAY, 50);
        LimitCounter slots = counter(Kind.CONCURRENT_REQUESTS, 40);

        // When
        List<Future<ReservationOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            calls.add(call(replicas.get(i % 2), UUID.randomUUID(), 1, null, requests, slots));
        }
        List<ReservationOutcome> outcomes =
                calls.stream().map(RedisTestServer::await).toList();

        // Then
        assertThat(outcomes.stream().filter(Reserved.class::isInstance)).hasSize(40);
        assertThat(outcomes.stream().filter(Limited.class::isInstance))
                .hasSize(360)
                .allMatch(refused -> ((Limited) refused).decides().counter().equals(slots));
    }

    @Test
    void shouldFreeTheSlotsOfAProcessThatDiedWhenItsLeasesAreOver() {
        // Given
        LimitCounter slots = counter(Kind.CONCURRENT_REQUESTS, 1);
        UUID killed = UUID.randomUUID();
        call(killed, slots);
        redis.clock.advance(RedisTestServer.LEASE.minusMillis(1));
        ReservationOutcome before = call(UUID.randomUUID(), slots);

        // When
        redis.clock.advance(Duration.ofMillis(1));

        // Then
        assertThat(before).isInstanceOf(Limited.class);
        assertThat(call(UUID.randomUUID(), slots)).isInstanceOf(Reserved.class);
    }

    @Test
    void shouldKeepTheSlotsOfARequestThatTakesLongerThanALease() {
        // Given
        LimitCounter slots = counter(Kind.CONCURRENT_REQUESTS, 1);
        UUID slow = UUID.randomUUID();
        LimitGrant grant = closing(call(slow, slots), slow, 1, 1, slots).grant();

        // When
        for (int i = 0; i < 5; i++) {
            redis.clock.advance(RedisTestServer.LEASE.dividedBy(2));
            await(store.renew(organization, List.of(slow), List.of(grant), false));
        }

        // Then
        assertThat(call(UUID.randomUUID(), slots)).isInstanceOf(Limited.class);
        await(store.settle(organization, slow, 0, EVENT, new Closing(grant, 1, null)));
        assertThat(call(UUID.randomUUID(), slots)).isInstanceOf(Reserved.class);
    }

    @Test
    void shouldNotReviveASlotThatWasFreed() {
        // Given
        LimitCounter slots = counter(Kind.CONCURRENT_REQUESTS, 1);
        UUID over = UUID.randomUUID();
        Closing closing = closing(call(over, slots), over, 1, 1, slots);
        await(store.settle(organization, over, 0, EVENT, closing));

        // When
        await(store.renew(organization, List.of(over), List.of(closing.grant()), false));

        // Then
        assertThat(call(UUID.randomUUID(), slots)).isInstanceOf(Reserved.class);
    }

    @Test
    void shouldOccupySlotsAgainThatAnEmptyRedisForgot() {
        // Given
        LimitCounter slots = counter(Kind.CONCURRENT_REQUESTS, 1);
        UUID running = UUID.randomUUID();
        LimitGrant grant = closing(call(running, slots), running, 1, 1, slots).grant();
        redis.send(Command.FLUSHALL);

        // When
        await(store.renew(organization, List.of(running), List.of(grant), true));

        // Then
        assertThat(call(UUID.randomUUID(), slots)).isInstanceOf(Limited.class);
    }

    @Test
    void shouldGiveBackTokensThatWereNotUsed() {
        // Given
        LimitCounter tokens = counter(Kind.TOKENS_PER_MINUTE, 100);
        UUID first = UUID.randomUUID();
        ReservationOutcome outcome = await(call(store, first, 80, null, tokens));
        ReservationOutcome tooMuch = await(call(store, UUID.randomUUID(), 21, null, tokens));

        // When
        await(store.settle(organization, first, 0, EVENT, closing(outcome, first, 80, 10, tokens)));

        // Then
        assertThat(tooMuch).isInstanceOf(Limited.class);
        assertThat(await(call(store, UUID.randomUUID(), 90, null, tokens))).isInstanceOf(Reserved.class);
    }

    @Test
    void shouldTakeALowerLimitAtOnce() {
        // Given
        call(UUID.randomUUID(), counter(Kind.REQUESTS_PER_MINUTE, 100));
        call(UUID.randomUUID(), counter(Kind.REQUESTS_PER_MINUTE, 100));

        // When
        ReservationOutcome outcome = call(UUID.randomUUID(), counter(Kind.REQUESTS_PER_MINUTE, 2));

        // Then
        assertThat(outcome).isInstanceOf(Limited.class);
    }

    @Test
    void shouldSayThatACallLargerThanItsLimitWillNeverFit() {
        // When
        ReservationOutcome outcome =
                await(call(store, UUID.randomUUID(), 101, null, counter(Kind.TOKENS_PER_MINUTE, 100)));

        // Then
        assertThat(((Limited) outcome).waitMillis()).isNegative();
    }

    @Test
    void shouldDecideByTheCounterThatStaysFullLongest() {
        // Given
        LimitCounter minute = counter(Kind.REQUESTS_PER_MINUTE, 1);
        LimitCounter day = counter(Kind.REQUESTS_PER_DAY, 1);
        call(UUID.randomUUID(), minute, day);

        // When
        Limited refused = (Limited) call(UUID.randomUUID(), minute, day);

        // Then
        assertThat(refused.decides().counter()).isEqualTo(day);
        assertThat(refused.waitMillis()).isGreaterThan(Duration.ofHours(23).toMillis());
    }

    @Test
    void shouldCountNothingOfACallThatABudgetRefuses() {
        // Given
        LimitCounter requests = counter(Kind.REQUESTS_PER_MINUTE, 1);
        await(store.apply(organization, List.of(new BudgetSnapshot("bud@0", 1, 10, 0)), List.of()));
        UUID dear = UUID.randomUUID();
        LimitedCall limited = new LimitedCall(List.of(requests), 1, dear.toString());

        // When
        ReservationOutcome refused = await(store.reserve(
                new Reservation(organization, dear, 11, List.of("bud@0"), List.of(0L), EVENT, limited, null)));

        // Then
        assertThat(refused).isInstanceOf(ReservationOutcome.Refused.class);
        assertThat(call(UUID.randomUUID(), requests)).isInstanceOf(Reserved.class);
    }

    @Test
    void shouldKeepNoCounterLongerThanItsWindow() {
        // When
        call(UUID.randomUUID(), counter(Kind.REQUESTS_PER_MINUTE, 5), counter(Kind.CONCURRENT_REQUESTS, 5));

        // Then
        OrganizationKeys keys = new OrganizationKeys(organization);
        assertThat(redis.number(Command.PTTL, keys.limit(Kind.REQUESTS_PER_MINUTE.name())))
                .isBetween(1L, 61_000L);
        assertThat(redis.number(Command.PTTL, keys.limit(Kind.CONCURRENT_REQUESTS.name())))
                .isBetween(1L, 2 * RedisTestServer.LEASE.toMillis());
    }

    @Test
    void shouldAnswerFromTheCacheCountingARequestButNoTokens() {
        // Given
        LimitCounter requests = counter(Kind.REQUESTS_PER_MINUTE, 2);
        LimitCounter tokens = counter(Kind.TOKENS_PER_MINUTE, 10);
        UUID first = UUID.randomUUID();
        ReservationOutcome miss = await(call(store, first, 10, "same", requests, tokens));
        Closing closing = closing(miss, first, 10, 10, requests, tokens);
        byte[] answer = "answer".getBytes(StandardCharsets.UTF_8);
        await(store.settle(
                organization,
                first,
                0,
                EVENT,
                new Closing(closing.grant(), 10, new StoredAnswer("same", answer, Duration.ofMinutes(1)))));

        // When
        ReservationOutcome hit = await(call(store, UUID.randomUUID(), 10, "same", requests, tokens));
        ReservationOutcome third = await(call(store, UUID.randomUUID(), 10, "same", requests, tokens));

        // Then
        assertThat(miss).isInstanceOf(Reserved.class);
        assertThat(((Answered) hit).answer()).isEqualTo(answer);
        assertThat(((Answered) hit).standings().getFirst().remaining()).isZero();
        assertThat(((Limited) third).decides().counter()).isEqualTo(requests);
        assertThat(redis.number(Command.HLEN, new OrganizationKeys(organization).reservations()))
                .isEqualTo(1);
    }

    @Test
    void shouldHoldAndCountNothingWhereAnAnswerIsLookedForInVain() {
        // Given
        LimitCounter requests = counter(Kind.REQUESTS_PER_MINUTE, 1);
        UUID attempt = UUID.randomUUID();
        LimitedCall limited = new LimitedCall(List.of(requests), 1, attempt.toString());
        Reservation asked =
                new Reservation(organization, attempt, 5, List.of(), List.of(), EVENT, limited, "unanswered");

        // When
        ReservationOutcome missed = await(store.lookUp(asked));

        // Then
        assertThat(missed).isEqualTo(new ReservationOutcome.NotAnswered());
        assertThat(redis.number(Command.HLEN, new OrganizationKeys(organization).reservations()))
                .isZero();
        assertThat(call(UUID.randomUUID(), requests)).isInstanceOf(Reserved.class);
        assertThat(await(store.lookUp(asked))).isInstanceOf(Limited.class);
    }

    @Test
    void shouldNotAnswerOneTenantWithAnothersAnswer() {
        // Given
        UUID first = UUID.randomUUID();
        await(call(store, first, 1, "same"));
        await(store.settle(
                organization,
                first,
                0,
                EVENT,
                new Closing(LimitGrant.NONE, 1, new StoredAnswer("same", new byte[] {1}, Duration.ofMinutes(1)))));

        // When
        ReservationOutcome other = await(store.reserve(new Reservation(
                "other-" + organization,
                UUID.randomUUID(),
                0,
                List.of(),
                List.of(),
                EVENT,
                LimitedCall.UNCOUNTED,
                "same")));

        // Then
        assertThat(other).isInstanceOf(Reserved.class);
    }

    @Test
    void shouldCountARequestThatCostsNothingAndHoldNothingForIt() {
        // Given
        LimitCounter requests = counter(Kind.REQUESTS_PER_MINUTE, 2);
        LimitedCall request = new LimitedCall(List.of(requests), 0, "");
        OrganizationKeys keys = new OrganizationKeys(organization);

        // When
        ReservationOutcome first = await(store.count(organization, UUID.randomUUID(), request));
        ReservationOutcome call = call(UUID.randomUUID(), requests);
        ReservationOutcome third = await(store.count(organization, UUID.randomUUID(), request));

        // Then
        assertThat(((Reserved) first).standings().getFirst().used()).isEqualTo(1);
        assertThat(((Reserved) call).standings().getFirst().used()).isEqualTo(2);
        assertThat(third).isInstanceOf(Limited.class);
        assertThat(redis.number(Command.HLEN, keys.reservations()))
                .as("the call's")
                .isEqualTo(1);
        assertThat(redis.number(Command.ZCARD, keys.leases())).as("the call's").isEqualTo(1);
    }
}
