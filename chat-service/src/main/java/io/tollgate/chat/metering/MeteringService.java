package io.tollgate.chat.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.chat.access.AccessViews;
import io.tollgate.chat.admission.AdmissionService;
import io.tollgate.chat.admission.Hold;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.pricing.PriceViews;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.chat.reservation.ReservationConfig;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.chat.topic.EventBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Metering as the rest of the service sees it: attempts start, attempts end. */
@Singleton
public class MeteringService {

    private static final Logger LOG = Logger.getLogger(MeteringService.class);

    private final Vertx vertx;
    private final ReservationStore store;
    private final MeteringConfig config;
    private final Duration lease;
    private final AdmissionService admission;
    private final CostCalculator costs;
    private final UsagePublisher publisher;
    private final LiveAttempts live = new LiveAttempts();
    private final Settler settler;
    private final Sweeper sweeper;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    MeteringService(
            Vertx vertx,
            ReservationStore store,
            ReservationConfig reservations,
            MeteringConfig config,
            EventBus events,
            AccessViews access,
            AdmissionService admission,
            PriceViews prices,
            InstantSource clock,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.store = store;
        this.config = config;
        this.lease = reservations.lease();
        this.admission = admission;
        this.costs = new CostCalculator(prices::sheet);
        this.publisher = new UsagePublisher(events, store);
        UnrecordedUsage unrecorded = new UnrecordedUsage(config.unrecordedCapacity());
        this.settler = new Settler(store, publisher, unrecorded, events.acknowledgementTimeout(), clock, registry);
        this.sweeper = new Sweeper(
                store,
                publisher,
                unrecorded,
                live,
                access::organizations,
                events::isKafkaReachable,
                admission::redisAnswered,
                admission::redisFailed,
                config,
                reservations.lease(),
                clock,
                registry);
        ChatMetrics.activeAttempts(registry, live::count);
        ChatMetrics.unrecordedUsage(registry, unrecorded::size);
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.sweepInterval().toMillis(), timer -> sweep());
        vertx.setPeriodic(config.acknowledgeInterval().toMillis(), timer -> publisher.flushAcknowledged());
        // Refused calls must be released before their leases run out.
        vertx.setPeriodic(lease.dividedBy(3).toMillis(), timer -> admission.tidy());
    }

    private void sweep() {
        if (sweeping.compareAndSet(false, true)) {
            Future.<Void>future(swept -> sweeper.sweep().onComplete(swept)).onComplete(done -> sweeping.set(false));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        publisher.flushAcknowledged();
    }

    /** Prices what a call may consume or has consumed. */
    public CostCalculator costs() {
        return costs;
    }

    /**
     * An attempt was admitted: its lease is renewed until it is settled, and so are the slots of its request.
     *
     * @param grant what the request was counted as; the same for all of its attempts
     */
    public void started(Attempt attempt, LimitGrant grant) {
        live.started(attempt.attemptId(), attempt.caller().organization(), grant);
    }

    /** Settles an attempt after which another one follows. */
    public Future<Void> settle(Attempt attempt, Hold hold, AttemptEnd end) {
        return settle(attempt, hold, end, Closing.NONE);
    }

    /**
     * Makes an attempt's usage durable and frees what it held beyond its cost.
     *
     * @param closing with the request's last attempt, what is put right besides
     * @return completes when the usage is durable: only then may the answer be completed
     */
    public Future<Void> settle(Attempt attempt, Hold hold, AttemptEnd end, Closing closing) {
        return settled(attempt, closing, shared -> {
            long costNano = costs.settledNano(attempt, end);
            return settler.settle(attempt, end, costNano, shared).onComplete(done -> admission.settled(hold, costNano));
        });
    }

    /**
     * Makes the usage of an answer from the cache durable that was found after the attempt had been admitted, and frees all that
     * it held.
     *
     * @param attempt as which the answer is recorded
     * @return completes when the usage is durable: only then may the answer be given
     */
    public Future<Void> settleServed(Attempt attempt, Hold hold, AttemptEnd end, Closing closing) {
        return settled(
                attempt,
                closing,
                shared -> settler.settleServed(attempt, end, shared).onComplete(done -> admission.settled(hold, 0)));
    }

    /** Whatever happens, the lease is no longer renewed: should recording fail, it runs out into an orphaned event. */
    private Future<Void> settled(Attempt attempt, Closing closing, Function<Closing, Future<Void>> settling) {
        return Future.<Void>future(settled -> settling.apply(
                                admission.closing(attempt.caller().organization(), closing))
                        .onComplete(settled))
                .onComplete(done -> live.ended(attempt.attemptId()));
    }

    /**
     * Makes the usage of an answer from the cache durable.
     *
     * @param attempt that was not admitted, because it was not needed
     * @return completes when the usage is durable: only then may the answer be given
     */
    public Future<Void> recordServed(Attempt attempt, AttemptEnd end) {
        return Future.future(recorded -> settler.record(attempt, end).onComplete(recorded));
    }

    /**
     * A request is over whose last attempt could not put right what the request was counted as.
     *
     * @param closing of the request
     */
    public void release(String organization, Closing closing) {
        Closing shared = admission.closing(organization, closing);
        if (!shared.grant().isEmpty()) {
            store.release(organization, shared)
                    .onFailure(failure -> LOG.debugf("Redis did not free a request's slots: %s", failure.getMessage()));
        }
    }
}
