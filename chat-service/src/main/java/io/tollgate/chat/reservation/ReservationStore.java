package io.tollgate.chat.reservation;

import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitedCall;
import io.vertx.core.Future;
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
    private static final RedisScript RECORD = RedisScript.named("record");
    private static final RedisScript APPLY = RedisScript.named("apply");
    private static final RedisScript PRUNE = RedisScript.named("prune");
    private static final RedisScript ORPHAN = RedisScript.named("orphan");
    private static final RedisScript CLAIM = RedisScript.named("claim");
    private static final RedisScript ACKNOWLEDGE = RedisScript.named("acknowledge");

    /** Fields of a hash: little enough that nobody waits for it. */
    private static final int PRUNE_PART = 500;

    private final RedisConnections redis;
    private final InstantSource clock;
    private final Duration lease;
    private final int outboxBound;
    private final CounterClock counterClock;

    /** Whose clock the windows of rate limits and the leases of their slots go by. */
    enum CounterClock {
        /** Redis's own: the same for every replica, however much their clocks differ. */
        SERVER,
        /** This process's: one that a test can move. */
        PROCESS
    }

    /**
     * @param lease how long a reservation is held without {@link #renew}
     * @param outboxBound how many events of an organization may wait for Kafka before nothing more is admitted
     */
    public ReservationStore(RedisConnections redis, InstantSource clock, Duration lease, int outboxBound) {
        this(redis, clock, lease, outboxBound, CounterClock.SERVER);
    }

    ReservationStore(
            RedisConnections redis, InstantSource clock, Duration lease, int outboxBound, CounterClock counterClock) {
        this.counterClock = counterClock;
        this.redis = redis;
        this.clock = clock;
        this.lease = lease;
        this.outboxBound = outboxBound;
    }

    public Future<ReservationOutcome> reserve(Reservation reservation) {
        return admit(reservation, AdmitScript.Extent.WHOLE);
    }

    /** Asks for an answer that was given before, as {@link #reserve} does; where there is none, nothing is held or counted. */
    public Future<ReservationOutcome> lookUp(Reservation reservation) {
        return admit(reservation, AdmitScript.Extent.ONLY_ANSWER);
    }

    /**
     * Counts a request that costs nothing.
     *
     * @param counters of requests
     * @return {@link ReservationOutcome.Reserved} or {@link ReservationOutcome.Limited}; nothing is held either way
     */
    public Future<ReservationOutcome> count(String organization, UUID requestId, LimitedCall counters) {
        return admit(
                new Reservation(organization, requestId, 0, List.of(), List.of(), OutboxEntry.NONE, counters, null),
                AdmitScript.Extent.ONLY_COUNT);
    }

    private Future<ReservationOutcome> admit(Reservation reservation, AdmitScript.Extent extent) {
        return run(
                        ADMIT,
                        AdmitScript.keys(reservation),
                        AdmitScript.arguments(
                                reservation, clock.instant().plus(lease), lease, counterClock(), outboxBound, extent))
                .map(response -> AdmitScript.outcome(reservation, response));
    }

    /** Extends the leases of attempts that are still being served; with none of them it only asks whether Redis is there. */
    public Future<Integer> renew(String organization, Collection<UUID> attempts) {
        return renew(organization, attempts, List.of(), false);
    }

    /**
     * Extends the leases of attempts that are still being served, and of the slots that requests occupy.
     *
     * @param grants of the requests under way
     * @param reviveSlots whether Redis may have lost its data meanwhile: slots that it does not know are then occupied again
     */
    public Future<Integer> renew(
            String organization, Collection<UUID> attempts, Collection<LimitGrant> grants, boolean reviveSlots) {
        OrganizationKeys names = new OrganizationKeys(organization);
        List<String> keys = new ArrayList<>();
        keys.add(names.leases());
        List<Object> holders = new ArrayList<>();
        for (LimitGrant grant : grants) {
            for (String slots : grant.slots()) {
                keys.add(names.limit(slots));
                holders.add(grant.holder());
            }
        }
        List<Object> arguments = new ArrayList<>(5 + holders.size() + attempts.size());
        arguments.add(millis(clock.instant().plus(lease)));
        arguments.add(counterClock());
        arguments.add(Long.toString(lease.toMillis()));
        arguments.add(reviveSlots ? "1" : "0");
        arguments.add(Integer.toString(holders.size()));
        arguments.addAll(holders);
        attempts.forEach(attempt -> arguments.add(attempt.toString()));
        return run(RENEW, keys, arguments).map(RedisScript::integer);
    }

    /** Settles an attempt that is not its request's last, or whose request was not counted. */
    public Future<SettleOutcome> settle(String organization, UUID attemptId, long actualNano, OutboxEntry event) {
        return settle(organization, attemptId, actualNano, event, Closing.NONE);
    }

    /**
     * @param actualNano what the attempt cost, in nano-dollars rounded up
     * @param closing what the request's last attempt puts right besides
     */
    public Future<SettleOutcome> settle(
            String organization, UUID attemptId, long actualNano, OutboxEntry event, Closing closing) {
        return run(
                        SETTLE,
                        SettleScript.keys(organization, closing),
                        SettleScript.arguments(
                                clock.instant(),
                                attemptId.toString(),
                                actualNano,
                                event.toBytes(),
                                closing,
                                counterClock()))
                .map(SettleScript::outcome);
    }

    /**
     * Puts right what a request was counted as, apart from any settlement. A failure is harmless: slots run out, and an
     * expectation leaves its window.
     */
    public Future<Void> release(String organization, Closing closing) {
        return run(
                        SETTLE,
                        SettleScript.keys(organization, closing),
                        SettleScript.arguments(clock.instant(), "", 0, new byte[0], closing, counterClock()))
                .mapEmpty();
    }

    /** Stores the usage event of a call that needed no reservation, as one that was answered from the cache. */
    public Future<Void> record(String organization, UUID attemptId, OutboxEntry event) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        return run(
                        RECORD,
                        List.of(keys.outboxOrder(), keys.outbox()),
                        List.of(millis(clock.instant()), attemptId.toString(), event.toBytes()))
                .mapEmpty();
    }

    /** @return how many reservations were released */
    public Future<Integer> apply(String organization, Collection<BudgetSnapshot> budgets, Collection<UUID> attempts) {
        OrganizationKeys keys = new OrganizationKeys(organization);
        List<Object> arguments = new ArrayList<>(1 + 5 * budgets.size() + attempts.size());
        arguments.add(Integer.toString(budgets.size()));
        for (BudgetSnapshot budget : budgets) {
            arguments.add(budget.field());
            arguments.add(Long.toString(budget.version()));
            arguments.add(Long.toString(budget.limitNano()));
            arguments.add(Long.toString(budget.committedNano()));
            arguments.add(Long.toString(budget.endMillis()));
        }
        attempts.forEach(attempt -> arguments.add(attempt.toString()));
        return run(APPLY, List.of(keys.budgets(), keys.leases(), keys.reservations(), keys.orphans()), arguments)
                .map(RedisScript::integer);
    }

    /**
     * Forgets budget periods that are over and hold nothing, a part of an organization's at a time. One that a late event
     * brings back is forgotten again.
     *
     * @param before only periods that were over before this instant
     * @param cursor where the last part ended, {@code 0} to begin
     * @return where this part ended; {@code 0} when all were looked at
     */
    public Future<String> prune(String organization, Instant before, String cursor) {
        return run(
                        PRUNE,
                        List.of(new OrganizationKeys(organization).budgets()),
                        List.of(millis(before), cursor, Integer.toString(PRUNE_PART)))
                .map(response -> response.get(0).toString());
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
        return script.run(redis, keys, arguments);
    }

    private String counterClock() {
        return switch (counterClock) {
            case SERVER -> "";
            case PROCESS -> millis(clock.instant());
        };
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
