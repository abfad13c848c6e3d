package io.tollgate.chat.reservation;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Reservations, leases and the outbox of usage events in Redis. At every moment an attempt's money is in exactly one place:
 * reserved here, or committed in a budget's state. Each method is one round trip and one atomic script.
 *
 * <p>An attempt's life: {@link #reserve} holds an upper bound under a lease, with the event that stands for it should this
 * process die; {@link #renew} keeps the lease; {@link #settle} trims to the cost and stores the usage event;
 * {@link #acknowledge} removes the event once Kafka has it; {@link #apply} releases the reservation once the ledger has it.
 * A lease that runs out becomes an orphaned event by {@link #collectOrphans}.
 *
 * <p>Every call fails after a bounded time, so that a Redis that hangs is treated like one that is gone.
 */
public final class ReservationStore {

    private static final RedisScript ADMIT = RedisScript.named("admit");
    private static final RedisScript RENEW = RedisScript.named("renew");
    private static final RedisScript SETTLE = RedisScript.named("settle");
    private static final RedisScript APPLY = RedisScript.named("apply");
    private static final RedisScript ORPHAN = RedisScript.named("orphan");
    private static final RedisScript CLAIM = RedisScript.named("claim");
    private static final RedisScript ACKNOWLEDGE = RedisScript.named("acknowledge");

    private final Redis redis;
    private final InstantSource clock;
    private final Duration timeout;
    private final Duration lease;
    private final int outboxBound;

    /**
     * @param timeout the longest that one call may take
     * @param lease how long a reservation is held without {@link #renew}
     * @param outboxBound how many events of an organization may wait for Kafka before nothing more is admitted
     */
    public ReservationStore(Redis redis, InstantSource clock, Duration timeout, Duration lease, int outboxBound) {
        this.redis = redis;
        this.clock = clock;
        this.timeout = timeout;
        this.lease = lease;
        this.outboxBound = outboxBound;
    }

    public Future<ReservationOutcome> reserve(Reservation reservation) {
        OrganizationKeys keys = new OrganizationKeys(reservation.organization());
        List<Object> arguments = new ArrayList<>(5 + reservation.budgetFields().size());
        arguments.add(millis(clock.instant().plus(lease)));
        arguments.add(reservation.attemptId().toString());
        arguments.add(Long.toString(reservation.amountNano()));
        arguments.add(reservation.orphan().toBytes());
        arguments.add(Integer.toString(outboxBound));
        for (int i = 0; i < reservation.budgetFields().size(); i++) {
            arguments.add(reservation.budgetFields().get(i));
            arguments.add(Long.toString(reservation.elsewhereNano().get(i)));
        }
        return run(
                        ADMIT,
                        List.of(keys.budgets(), keys.leases(), keys.reservations(), keys.orphans(), keys.outboxOrder()),
                        arguments)
                .map(ReservationStore::toReservationOutcome);
    }

    private static ReservationOutcome toReservationOutcome(Response response) {
        int code = response.get(0).toInteger();
        return switch (code) {
            case 1 -> new ReservationOutcome.Reserved();
            case 0 ->
                new ReservationOutcome.Refused(
                        response.get(1).toString(),
                        response.get(2).toLong(),
                        response.get(3).toLong(),
                        response.get(4).toLong());
            case -1 -> new ReservationOutcome.UnknownBudget(response.get(1).toString());
            case -2 -> new ReservationOutcome.OutboxFull();
            default -> throw new IllegalStateException("admit.lua returned " + code);
        };
    }

    /** Extends the leases of attempts that are still being served; with none of them it only asks whether Redis is there. */
    public Future<Integer> renew(String organization, Collection<UUID> attempts) {
        List<Object> arguments = new ArrayList<>(1 + attempts.size());
        arguments.add(millis(clock.instant().plus(lease)));
        attempts.forEach(attempt -> arguments.add(attempt.toString()));
        return run(RENEW, List.of(new OrganizationKeys(organization).leases()), arguments)
                .map(RedisScript::integer);
    }

    /** @param actualNano what the attempt cost, in nano-dollars rounded up */
    public Future<SettleOutcome> settle(String organization, UUID attemptId, long actualNano, OutboxEntry event) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        return run(
                        SETTLE,
                        List.of(
                                keys.budgets(),
                                keys.leases(),
                                keys.reservations(),
                                keys.orphans(),
                                keys.outboxOrder(),
                                keys.outbox()),
                        List.of(
                                millis(clock.instant()),
                                attemptId.toString(),
                                Long.toString(actualNano),
                                event.toBytes()))
                .map(response -> switch (RedisScript.integer(response)) {
                    case 1 -> SettleOutcome.SETTLED;
                    case 2 -> SettleOutcome.SETTLED_WITHOUT_RESERVATION;
                    case 0 -> SettleOutcome.ALREADY_ORPHANED;
                    default -> throw new IllegalStateException("settle.lua returned " + response);
                });
    }

    /** @return how many reservations were released */
    public Future<Integer> apply(String organization, Collection<BudgetSnapshot> budgets, Collection<UUID> attempts) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        List<Object> arguments = new ArrayList<>(1 + 4 * budgets.size() + attempts.size());
        arguments.add(Integer.toString(budgets.size()));
        for (BudgetSnapshot budget : budgets) {
            arguments.add(budget.field());
            arguments.add(Long.toString(budget.version()));
            arguments.add(Long.toString(budget.limitNano()));
            arguments.add(Long.toString(budget.committedNano()));
        }
        attempts.forEach(attempt -> arguments.add(attempt.toString()));
        return run(APPLY, List.of(keys.budgets(), keys.leases(), keys.reservations(), keys.orphans()), arguments)
                .map(RedisScript::integer);
    }

    /** @return how many leases had run out, at most {@code limit} */
    public Future<Integer> collectOrphans(String organization, int limit) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        return run(
                        ORPHAN,
                        List.of(keys.leases(), keys.orphans(), keys.outboxOrder(), keys.outbox()),
                        List.of(millis(clock.instant()), Integer.toString(limit)))
                .map(RedisScript::integer);
    }

    /**
     * Takes outbox entries that have waited for a while, so that this process sends them again; other processes leave
     * them alone until they have waited as long once more.
     */
    public Future<Map<UUID, OutboxEntry>> claim(String organization, Duration waited, int limit) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        Instant now = clock.instant();
        return run(
                        CLAIM,
                        List.of(keys.outboxOrder(), keys.outbox()),
                        List.of(millis(now), millis(now.minus(waited)), Integer.toString(limit)))
                .map(response -> {
                    Map<UUID, OutboxEntry> entries = new LinkedHashMap<>();
                    for (int i = 0; i + 1 < response.size(); i += 2) {
                        entries.put(
                                UUID.fromString(response.get(i).toString()),
                                OutboxEntry.ofBytes(response.get(i + 1).toBytes()));
                    }
                    return entries;
                });
    }

    /** Forgets events that Kafka has. */
    public Future<Integer> acknowledge(String organization, Collection<UUID> attempts) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        return run(
                        ACKNOWLEDGE,
                        List.of(keys.outboxOrder(), keys.outbox()),
                        attempts.stream().map(UUID::toString).toList())
                .map(RedisScript::integer);
    }

    private Future<Response> run(RedisScript script, List<String> keys, List<?> arguments) {
        return script.run(redis, keys, arguments).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
