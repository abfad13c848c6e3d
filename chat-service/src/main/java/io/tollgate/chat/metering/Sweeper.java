package io.tollgate.chat.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.reservation.OutboxEntry;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.chat.reservation.SettleOutcome;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases of this process's attempts, and looks after what other processes left behind: leases that ran out become
 * orphaned events, and events that nobody acknowledged are sent again. Every pod runs one; a claim in Redis keeps them apart.
 */
final class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final ReservationStore store;
    private final UsagePublisher publisher;
    private final UnrecordedUsage unrecorded;
    private final LiveAttempts live;
    private final Supplier<Set<String>> organizations;
    private final BooleanSupplier kafkaReachable;
    private final Runnable redisAnswered;
    private final Runnable redisFailed;
    private final MeteringConfig config;
    private final Duration lease;
    private final InstantSource clock;
    private final MeterRegistry registry;
    /** Organizations whose slots Redis may have lost: it did not answer for them, and may come back empty. */
    private final Set<String> outOfTouch = ConcurrentHashMap.newKeySet();

    private @Nullable Instant lastContact;
    private Instant collectFrom = Instant.EPOCH;

    Sweeper(
            ReservationStore store,
            UsagePublisher publisher,
            UnrecordedUsage unrecorded,
            LiveAttempts live,
            Supplier<Set<String>> organizations,
            BooleanSupplier kafkaReachable,
            Runnable redisAnswered,
            Runnable redisFailed,
            MeteringConfig config,
            Duration lease,
            InstantSource clock,
            MeterRegistry registry) {
        this.store = store;
        this.publisher = publisher;
        this.unrecorded = unrecorded;
        this.live = live;
        this.organizations = organizations;
        this.kafkaReachable = kafkaReachable;
        this.redisAnswered = redisAnswered;
        this.redisFailed = redisFailed;
        this.config = config;
        this.lease = lease;
        this.clock = clock;
        this.registry = registry;
    }

    /** One round over every organization; completes when it is over, whatever came of it. */
    Future<Void> sweep() {
        sendUnrecorded();
        Map<String, LiveAttempts.Leased> own = live.byOrganization();
        List<Future<Void>> rounds = organizations.get().stream()
                .map(organization -> sweep(organization, own.getOrDefault(organization, LiveAttempts.Leased.NOTHING)))
                .toList();
        return Future.join(rounds).<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Void> sweep(String organization, LiveAttempts.Leased own) {
        boolean revive = outOfTouch.contains(organization);
        return store.renew(organization, own.attempts(), own.grants(), revive)
                .onSuccess(renewed -> {
                    outOfTouch.remove(organization);
                    contacted();
                })
                .onFailure(failure -> {
                    outOfTouch.add(organization);
                    redisFailed.run();
                })
                .compose(renewed -> collectOrphans(organization))
                .compose(done -> resend(organization))
                .onFailure(failure -> LOG.debugf("Redis did not answer a sweep: %s", failure.getMessage()));
    }

    private Future<Void> collectOrphans(String organization) {
        if (clock.instant().isBefore(collectFrom)) {
            return Future.succeededFuture();
        }
        return store.collectOrphans(organization, config.sweepBatch())
                .onSuccess(count -> {
                    if (count > 0) {
                        ChatMetrics.orphans(registry).increment(count);
                        LOG.warnf("Attempts were orphaned: their process died, an estimate is charged: %d", count);
                    }
                })
                .mapEmpty();
    }

    private Future<Void> resend(String organization) {
        if (!kafkaReachable.getAsBoolean()) {
            return Future.succeededFuture();
        }
        return store.claim(organization, config.resendAfter(), config.sweepBatch())
                .onSuccess(this::resend)
                .mapEmpty();
    }

    /**
     * After a time without Redis no lease could be renewed, so all of them look as if their processes had died. They get one
     * more lease's time, in which every process renews its own. A process that just started cannot know whether there was
     * such a time.
     */
    private void contacted() {
        Instant now = clock.instant();
        Instant last = lastContact;
        if (last == null || last.plus(lease.dividedBy(2)).isBefore(now)) {
            collectFrom = now.plus(lease);
        }
        lastContact = now;
        redisAnswered.run();
    }

    private void resend(Map<UUID, OutboxEntry> entries) {
        entries.forEach((attempt, entry) -> {
            try {
                publisher.publishStored(EventJson.read(EventType.USAGE_RECORDED, entry.event()), entry);
                ChatMetrics.resent(registry).increment();
            } catch (MalformedEventException malformed) {
                LOG.errorf("An outbox entry is not a usage event: attempt %s: %s", attempt, malformed.getMessage());
            }
        });
    }

    /** To Redis as at a settlement, else to Kafka, else back where they were. */
    private void sendUnrecorded() {
        for (int i = unrecorded.size(); i > 0; i--) {
            UnrecordedUsage.Kept kept = unrecorded.take();
            if (kept == null) {
                return;
            }
            store.settle(kept.event().organization(), kept.event().attemptId(), kept.costNano(), kept.entry())
                    .onSuccess(outcome -> {
                        if (outcome != SettleOutcome.ALREADY_ORPHANED) {
                            publisher.publishStored(kept.event(), kept.entry());
                        }
                    })
                    .<Void>mapEmpty()
                    .recover(failure -> publisher.publish(kept.event(), kept.entry()))
                    .onFailure(failure -> unrecorded.keep(kept));
        }
    }
}
