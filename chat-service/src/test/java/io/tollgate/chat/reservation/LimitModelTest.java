package io.tollgate.chat.reservation;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.limit.LimitCounter;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Random calls of two replicas against a log that remembers every call. It counts naively what the windows count cleverly. A
 * failure names its seed.
 */
class LimitModelTest {

    private static final Logger LOG = Logger.getLogger(LimitModelTest.class);
    private static final String ORGANIZATION = "org";
    private static final OutboxEntry EVENT = new OutboxEntry(null, "event".getBytes(StandardCharsets.UTF_8));
    private static final int STEPS = 3_000;
    private static final long MINUTE_BUCKET = 1_000;
    private static final long DAY_BUCKET = 900_000;

    /** A call that was admitted: when, and its tokens as they are counted now. */
    private static final class Entry {
        private final long at;
        private final UUID attempt = UUID.randomUUID();
        private long tokens;
        private LimitGrant grant = LimitGrant.NONE;
        private long slotEnd;

        private Entry(long at, long tokens, long slotEnd) {
            this.at = at;
            this.tokens = tokens;
            this.slotEnd = slotEnd;
        }
    }

    private final List<Entry> log = new ArrayList<>();
    private final List<Entry> running = new ArrayList<>();
    private final List<LimitCounter> counters = List.of(
            counter(Kind.REQUESTS_PER_MINUTE, 12),
            counter(Kind.TOKENS_PER_MINUTE, 2_000),
            counter(Kind.REQUESTS_PER_DAY, 300),
            counter(Kind.CONCURRENT_REQUESTS, 5));
    private int admitted;
    private int refused;

    private static LimitCounter counter(Kind kind, long limit) {
        return new LimitCounter(kind.name(), new RateLimit(RateLimit.Scope.KEY, null, kind, limit));
    }

    @Test
    void shouldCountAsALogOfEveryCallDoes() {
        // Given
        long seed = Long.getLong("tollgate.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        LOG.infof("Repeat with -Dtollgate.seed=%d", seed);

        try (RedisTestServer redis = new RedisTestServer()) {
            List<ReservationStore> replicas = List.of(redis.store(), redis.store());

            // When
            for (int step = 0; step < STEPS; step++) {
                String when = "seed " + seed + ", step " + step;
                ReservationStore replica = replicas.get(random.nextInt(2));
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> admit(redis, replica, random.nextLong(1, 500), when);
                    case 4, 5 -> settle(redis, replica, random);
                    case 6 -> renew(redis, replica);
                    default -> redis.clock.advance(pause(random));
                }
            }

            // Then
            assertThat(admitted).as("seed %d", seed).isGreaterThan(STEPS / 20);
            assertThat(refused).as("seed %d", seed).isGreaterThan(STEPS / 20);
        }
    }

    private static Duration pause(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> Duration.ofMinutes(random.nextLong(1, 400));
            case 1, 2, 3 -> Duration.ofMillis(random.nextLong(1, 70_000));
            default -> Duration.ofMillis(random.nextLong(1, 4_000));
        };
    }

    private void admit(RedisTestServer redis, ReservationStore store, long tokens, String when) {
        long now = redis.clock.millis();
        running.removeIf(entry -> entry.slotEnd <= now);
        Entry entry = new Entry(now, tokens, now + RedisTestServer.LEASE.toMillis());
        boolean expected = requests(now, MINUTE_BUCKET, 60) + 1 <= 12
                && requests(now, DAY_BUCKET, 96) + 1 <= 300
                && tokens(now) + tokens <= 2_000
                && running.size() + 1 <= 5;
        LimitedCall call = new LimitedCall(counters, tokens, entry.attempt.toString());

        ReservationOutcome outcome = await(store.reserve(
                new Reservation(ORGANIZATION, entry.attempt, 0, List.of(), List.of(), EVENT, call, null)));

        assertThat(outcome instanceof ReservationOutcome.Reserved).as(when).isEqualTo(expected);
        if (outcome instanceof ReservationOutcome.Reserved reserved) {
            log.add(entry);
            running.add(entry);
            entry.grant = LimitGrant.of(call, reserved.standings(), true);
            admitted++;
            assertStandings(reserved.standings(), now, when);
        } else if (outcome instanceof ReservationOutcome.Limited limited) {
            refused++;
            assertStandings(limited.standings(), now, when);
            assertWait(limited, tokens, now, when);
        }
    }

    private void assertStandings(List<LimitStanding> standings, long now, String when) {
        assertThat(standings.stream().map(LimitStanding::used))
                .as(when)
                .containsExactly(requests(now, MINUTE_BUCKET, 60), tokens(now), requests(now, DAY_BUCKET, 96), (long)
                        running.size());
    }

    /** Where a window decides: there is room when the wait is over, and none a bucket's length earlier. */
    private void assertWait(ReservationOutcome.Limited limited, long tokens, long now, String when) {
        long then = now + limited.waitMillis();
        switch (limited.decides().counter().rule().kind()) {
            case REQUESTS_PER_MINUTE -> {
                assertThat(limited.waitMillis()).as(when).isBetween(1L, 60_000L);
                assertThat(requests(then, MINUTE_BUCKET, 60)).as(when).isLessThan(12);
                assertThat(requests(then - 1, MINUTE_BUCKET, 60)).as(when).isEqualTo(12);
            }
            case TOKENS_PER_MINUTE -> {
                assertThat(limited.waitMillis()).as(when).isBetween(1L, 60_000L);
                assertThat(tokens(then) + tokens).as(when).isLessThanOrEqualTo(2_000);
                assertThat(tokens(then - 1) + tokens).as(when).isGreaterThan(2_000);
            }
            case REQUESTS_PER_DAY ->
                assertThat(requests(then, DAY_BUCKET, 96)).as(when).isLessThan(300);
            case CONCURRENT_REQUESTS ->
                assertThat(limited.waitMillis()).as(when).isZero();
        }
    }

    private void settle(RedisTestServer redis, ReservationStore store, SplittableRandom random) {
        if (!running.isEmpty()) {
            Entry entry = running.remove(random.nextInt(running.size()));
            long actual = random.nextLong(600);
            await(store.settle(ORGANIZATION, entry.attempt, 0, EVENT, new Closing(entry.grant, actual, null)));
            long now = redis.clock.millis();
            boolean over = entry.at / MINUTE_BUCKET <= now / MINUTE_BUCKET - 60;
            if (!over) {
                entry.tokens = actual;
            } else if (actual > entry.tokens) {
                Entry late = new Entry(now, actual - entry.tokens, now);
                late.grant = LimitGrant.NONE;
                tokensOnly.add(late);
            }
        }
    }

    /** Tokens above an estimate whose window was over when they became known. */
    private final List<Entry> tokensOnly = new ArrayList<>();

    private void renew(RedisTestServer redis, ReservationStore store) {
        long now = redis.clock.millis();
        running.removeIf(entry -> entry.slotEnd <= now);
        await(store.renew(
                ORGANIZATION,
                running.stream().map(entry -> entry.attempt).toList(),
                running.stream().map(entry -> entry.grant).toList(),
                false));
        running.forEach(entry -> entry.slotEnd = now + RedisTestServer.LEASE.toMillis());
    }

    private long requests(long now, long bucket, int buckets) {
        return log.stream().filter(entry -> counts(entry, now, bucket, buckets)).count();
    }

    private long tokens(long now) {
        return log.stream()
                        .filter(entry -> counts(entry, now, MINUTE_BUCKET, 60))
                        .mapToLong(entry -> entry.tokens)
                        .sum()
                + tokensOnly.stream()
                        .filter(entry -> counts(entry, now, MINUTE_BUCKET, 60))
                        .mapToLong(entry -> entry.tokens)
                        .sum();
    }

    private static boolean counts(Entry entry, long now, long bucket, int buckets) {
        return entry.at / bucket > now / bucket - buckets;
    }
}
