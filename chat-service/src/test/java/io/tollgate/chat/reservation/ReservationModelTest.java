package io.tollgate.chat.reservation;

import static io.tollgate.chat.reservation.RedisTestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random lives of attempts against a model that keeps the same books in memory. A failure names its seed. */
class ReservationModelTest {

    private static final Logger LOG = Logger.getLogger(ReservationModelTest.class);
    private static final String ORGANIZATION = "org";
    private static final String BUDGET = "bud@0";
    private static final long LIMIT_STEP = 5_000;
    private static final int STEPS = 3_000;

    /** What an attempt holds, and whether its event was made: by settling or by running out. */
    private static final class Life {
        private long held;
        private long cost;
        private long leaseEnd;
        private boolean recorded;
    }

    private final Map<UUID, Life> lives = new LinkedHashMap<>();
    private final Map<UUID, Long> applied = new HashMap<>();
    private long limit = LIMIT_STEP;
    private long committed;
    private long version = 1;

    @Test
    void shouldKeepTheBooksOfASimpleModel() {
        // Given
        long seed = Long.getLong("tollgate.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        LOG.infof("Repeat with -Dtollgate.seed=%d", seed);

        try (RedisTestServer redis = new RedisTestServer()) {
            ReservationStore store = redis.store();
            publish(store, List.of());

            // When
            for (int step = 0; step < STEPS; step++) {
                step(redis, store, random);
                assertBooks(redis, "seed " + seed + ", step " + step);
            }
            finish(redis, store);

            // Then
            assertThat(reserved(redis)).as("seed %d", seed).isZero();
            assertThat(applied).hasSizeGreaterThan(STEPS / 20);
            assertThat(redis.number(Command.HLEN, keys().reservations())).isZero();
            assertThat(redis.number(Command.ZCARD, keys().leases())).isZero();
            assertThat(redis.number(Command.HLEN, keys().orphans())).isZero();
        }
    }

    private void step(RedisTestServer redis, ReservationStore store, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> reserve(redis, store, random.nextLong(1, 600));
            case 3 -> renew(redis, store, random);
            case 4 -> settle(store, random);
            case 5 -> apply(store, random);
            case 6 -> redeliver(store);
            default -> expire(redis, store, random);
        }
    }

    private void reserve(RedisTestServer redis, ReservationStore store, long amount) {
        UUID attempt = UUID.randomUUID();
        boolean expected = committed + held() + amount <= limit;
        ReservationOutcome outcome =
                await(store.reserve(new Reservation(ORGANIZATION, attempt, amount, List.of(BUDGET), entry("orphan"))));
        assertThat(outcome instanceof ReservationOutcome.Reserved).isEqualTo(expected);
        if (expected) {
            Life life = new Life();
            life.held = amount;
            life.cost = amount;
            life.leaseEnd = redis.clock.millis() + RedisTestServer.LEASE.toMillis();
            lives.put(attempt, life);
        }
    }

    private void renew(RedisTestServer redis, ReservationStore store, SplittableRandom random) {
        UUID attempt = any(random);
        if (attempt != null) {
            Life life = life(attempt);
            int renewed = await(store.renew(ORGANIZATION, List.of(attempt)));
            assertThat(renewed == 1).isEqualTo(!life.recorded && renewalMovesLease(redis, life));
            if (!life.recorded) {
                life.leaseEnd = redis.clock.millis() + RedisTestServer.LEASE.toMillis();
            }
        }
    }

    private static boolean renewalMovesLease(RedisTestServer redis, Life life) {
        return life.leaseEnd != redis.clock.millis() + RedisTestServer.LEASE.toMillis();
    }

    private void settle(ReservationStore store, SplittableRandom random) {
        UUID attempt = any(random);
        if (attempt != null) {
            Life life = life(attempt);
            long actual = random.nextLong(life.held + 1);
            SettleOutcome outcome = await(store.settle(ORGANIZATION, attempt, actual, entry("settled")));
            assertThat(outcome).isEqualTo(life.recorded ? SettleOutcome.ALREADY_ORPHANED : SettleOutcome.SETTLED);
            if (!life.recorded) {
                life.recorded = true;
                life.held = actual;
                life.cost = actual;
            }
        }
    }

    /** The ledger commits a recorded attempt; a budget that is nearly spent is raised. */
    private void apply(ReservationStore store, SplittableRandom random) {
        UUID attempt = any(random);
        if (attempt != null && life(attempt).recorded) {
            commit(attempt);
            if (committed > limit - LIMIT_STEP / 2) {
                limit += LIMIT_STEP;
            }
            publish(store, List.of(attempt));
        }
    }

    private void redeliver(ReservationStore store) {
        int released = await(store.apply(
                ORGANIZATION,
                List.of(new BudgetSnapshot(BUDGET, Math.max(1, version - 1), 1, 0)),
                List.copyOf(applied.keySet())));
        assertThat(released).isZero();
    }

    private void expire(RedisTestServer redis, ReservationStore store, SplittableRandom random) {
        redis.clock.advance(Duration.ofMillis(random.nextLong(RedisTestServer.LEASE.toMillis() / 4)));
        long now = redis.clock.millis();
        List<Life> expired = lives.values().stream()
                .filter(life -> !life.recorded && life.leaseEnd <= now)
                .toList();
        assertThat(await(store.collectOrphans(ORGANIZATION, 1_000))).isEqualTo(expired.size());
        expired.forEach(life -> life.recorded = true);
        Map<UUID, OutboxEntry> claimed = await(store.claim(ORGANIZATION, Duration.ofHours(1), 1_000));
        assertThat(claimed).hasSize(expired.size());
        await(store.claim(ORGANIZATION, Duration.ZERO, 1_000)).keySet().stream()
                .limit(100)
                .forEach(attempt -> await(store.acknowledge(ORGANIZATION, List.of(attempt))));
    }

    private void finish(RedisTestServer redis, ReservationStore store) {
        redis.clock.advance(RedisTestServer.LEASE.multipliedBy(2));
        await(store.collectOrphans(ORGANIZATION, 10_000));
        List<UUID> rest = List.copyOf(lives.keySet());
        rest.forEach(this::commit);
        publish(store, rest);
    }

    private void commit(UUID attempt) {
        Life life = life(attempt);
        committed += life.cost;
        applied.put(attempt, life.cost);
        lives.remove(attempt);
    }

    private void publish(ReservationStore store, List<UUID> attempts) {
        await(store.apply(ORGANIZATION, List.of(new BudgetSnapshot(BUDGET, ++version, limit, committed)), attempts));
    }

    private void assertBooks(RedisTestServer redis, String when) {
        assertThat(reserved(redis)).as(when).isEqualTo(held());
        assertThat(committed + held()).as(when).isLessThanOrEqualTo(limit);
    }

    private long held() {
        return lives.values().stream().mapToLong(life -> life.held).sum();
    }

    private static long reserved(RedisTestServer redis) {
        return redis.number(Command.HGET, keys().budgets(), BUDGET + ":r");
    }

    private Life life(UUID attempt) {
        return Objects.requireNonNull(lives.get(attempt));
    }

    private @Nullable UUID any(SplittableRandom random) {
        List<UUID> attempts = List.copyOf(lives.keySet());
        return attempts.isEmpty() ? null : attempts.get(random.nextInt(attempts.size()));
    }

    private static OrganizationKeys keys() {
        return new OrganizationKeys(ORGANIZATION);
    }

    private static OutboxEntry entry(String event) {
        return new OutboxEntry(null, event.getBytes(StandardCharsets.UTF_8));
    }
}
