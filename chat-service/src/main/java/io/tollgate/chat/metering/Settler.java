package io.tollgate.chat.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.chat.reservation.OutboxEntry;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.chat.reservation.SettleOutcome;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Makes an attempt's usage durable before its answer is complete.
 *
 * <ol>
 *   <li>One Redis script trims the reservation to the cost and stores the event in the outbox. A crash before it leaves the
 *       reservation, whose lease runs out into an orphaned event; a crash after it leaves the event, which the sweeper sends.
 *   <li>The event goes to Kafka; its acknowledgement removes it from the outbox. A crash between the two sends it twice; the
 *       ledger knows it by its id.
 *   <li>Where Redis does not answer, Kafka's acknowledgement takes its place, and the answer waits for it.
 *   <li>Where neither takes the event, settlement fails: the caller is told, and the event is kept in memory and tried again.
 *       A crash then loses the event itself, not the reservation if it was made in Redis.
 * </ol>
 */
public final class Settler {

    private static final Logger LOG = Logger.getLogger(Settler.class);

    private final ReservationStore store;
    private final UsagePublisher publisher;
    private final UnrecordedUsage unrecorded;
    private final Duration acknowledgementTimeout;
    private final InstantSource clock;
    private final MeterRegistry registry;

    Settler(
            ReservationStore store,
            UsagePublisher publisher,
            UnrecordedUsage unrecorded,
            Duration acknowledgementTimeout,
            InstantSource clock,
            MeterRegistry registry) {
        this.store = store;
        this.publisher = publisher;
        this.unrecorded = unrecorded;
        this.acknowledgementTimeout = acknowledgementTimeout;
        this.clock = clock;
        this.registry = registry;
    }

    /**
     * @param costNano what the attempt cost, in nano-dollars rounded up
     * @param closing what is put right with it if it is its request's last
     * @return completes when the usage is durable; fails if it is not
     */
    Future<Void> settle(Attempt attempt, AttemptEnd end, long costNano, Closing closing) {
        return store(UsageEvents.event(attempt, end, clock.instant()), attempt, costNano, closing);
    }

    /**
     * Makes the usage of an answer from the cache durable that took the place of an attempt's own; it costs nothing.
     *
     * @param closing what is put right with it
     * @return completes when the usage is durable; fails if it is not
     */
    Future<Void> settleServed(Attempt attempt, AttemptEnd end, Closing closing) {
        return store(UsageEvents.served(attempt, end, clock.instant()), attempt, 0, closing);
    }

    private Future<Void> store(UsageRecorded event, Attempt attempt, long costNano, Closing closing) {
        OutboxEntry entry = new OutboxEntry(attempt.traceParent(), EventJson.write(EventType.USAGE_RECORDED, event));
        return store.settle(attempt.caller().organization(), attempt.attemptId(), costNano, entry, closing)
                .onSuccess(outcome -> stored(event, entry, outcome))
                .<Void>mapEmpty()
                .recover(failure -> publishInstead(new UnrecordedUsage.Kept(event, entry, costNano), failure));
    }

    /**
     * Makes the usage of an answer from the cache durable; it was not reserved and costs nothing.
     *
     * @return completes when the usage is durable; fails if it is not
     */
    Future<Void> record(Attempt attempt, AttemptEnd end) {
        UsageRecorded event = UsageEvents.served(attempt, end, clock.instant());
        OutboxEntry entry = new OutboxEntry(attempt.traceParent(), EventJson.write(EventType.USAGE_RECORDED, event));
        return store.record(attempt.caller().organization(), attempt.attemptId(), entry)
                .onSuccess(done -> {
                    ChatMetrics.settlements(registry, "served_from_cache").increment();
                    publisher.publishStored(event, entry);
                })
                .recover(failure -> publishInstead(new UnrecordedUsage.Kept(event, entry, 0), failure));
    }

    private void stored(UsageRecorded event, OutboxEntry entry, SettleOutcome outcome) {
        ChatMetrics.settlements(registry, outcome.name().toLowerCase(Locale.ROOT))
                .increment();
        switch (outcome) {
            case SETTLED, SETTLED_WITHOUT_RESERVATION -> publisher.publishStored(event, entry);
            case ALREADY_ORPHANED ->
                LOG.warnf(
                        "An attempt was settled after its lease had run out; the estimate stands: attempt %s",
                        event.attemptId());
        }
    }

    private Future<Void> publishInstead(UnrecordedUsage.Kept usage, Throwable redisFailure) {
        LOG.debugf("Redis did not take a settlement, Kafka must: %s", redisFailure.getMessage());
        return publisher
                .publish(usage.event(), usage.entry())
                .timeout(acknowledgementTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(done -> ChatMetrics.settlements(registry, "published_without_redis")
                        .increment())
                .onFailure(kafkaFailure -> {
                    ChatMetrics.settlements(registry, "unrecorded").increment();
                    LOG.errorf(
                            "Neither Redis nor Kafka took a usage event, it is kept in memory: attempt %s: %s; %s",
                            usage.event().attemptId(), redisFailure.getMessage(), kafkaFailure.getMessage());
                    unrecorded.keep(usage);
                });
    }
}
