package io.tollgate.chat.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.limit.LimitConfig;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.LimitedCall;
import io.tollgate.chat.limit.LocalLimits;
import io.tollgate.chat.reservation.BudgetSnapshot;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.chat.topic.CompactedTopicReader;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.chat.topic.TopicViews;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The process's {@link Admission}, and the budgets it knows, fed by the budget topic. */
@Singleton
public class AdmissionService {

    private static final Logger LOG = Logger.getLogger(AdmissionService.class);
    /** How long the ledger is given to catch up; see {@link LocalReservations}. */
    private static final Duration GENERATION = Duration.ofSeconds(60);

    /** How long Redis remembers a period that is over: late events may still settle what it held. */
    private static final Duration PERIODS_KEPT = Duration.ofDays(1);

    private final BudgetView budgets = new BudgetView();
    private final LocalReservations local = new LocalReservations();
    /** Where the last look for old periods ended, by organization. */
    private final Map<String, String> pruned = new ConcurrentHashMap<>();

    private final LocalLimits localLimits;
    private final AbandonedReservations abandoned = new AbandonedReservations();
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final StoreAvailability availability;
    private final ReservationStore store;
    private final Admission admission;
    private final RequestCounts requests;
    private final CompactedTopicReader<BudgetPublished> reader;
    private Instant generationSince;

    AdmissionService(
            TopicViews topics,
            ReservationStore store,
            EventBus events,
            LimitConfig limits,
            InstantSource clock,
            MeterRegistry registry) {
        this.store = store;
        this.clock = clock;
        this.registry = registry;
        this.generationSince = clock.instant();
        this.availability = new StoreAvailability(clock);
        this.localLimits = new LocalLimits(limits.replicas(), clock);
        this.admission =
                new Admission(budgets, store, availability, local, localLimits, abandoned, events::isKafkaReachable);
        this.requests = new RequestCounts(store, availability, localLimits);
        this.reader = topics.follow(EventType.BUDGET_PUBLISHED, this::accept);
        ChatMetrics.localReservations(registry, local::outstandingNano);
        ChatMetrics.redisAvailable(registry, availability::isAvailable);
        ChatMetrics.limitOvershootBound(registry, this::overshootBound);
    }

    private void accept(BudgetPublished budget) {
        if (budgets.accept(budget)) {
            // Also to Redis, so that a new limit holds for calls that are admitted from now on; tidy() makes up for a
            // failure.
            store.apply(budget.organization(), List.of(BudgetSnapshot.of(budget.state())), List.of())
                    .onFailure(failure -> LOG.warnf(
                            "A budget's state did not reach Redis: budget %s: %s",
                            budget.state().budgetId(), failure.getMessage()));
        }
    }

    public Future<AdmissionOutcome> admit(AdmissionRequest request) {
        return admission.admit(request).onSuccess(this::count);
    }

    /** Whether the request was answered before; see {@link Admission#lookUp}. */
    public Future<Optional<AdmissionOutcome>> lookUp(AdmissionRequest request) {
        return admission.lookUp(request).onSuccess(outcome -> outcome.ifPresent(this::count));
    }

    /**
     * Counts a request that costs nothing, in the limits of requests alone.
     *
     * @param call as limits see it
     */
    public Future<CountOutcome> count(String organization, UUID requestId, LimitedCall call) {
        return requests.count(organization, requestId, call).onSuccess(outcome -> {
            if (outcome instanceof CountOutcome.Refused refused) {
                countRefusal(refused.failure(), refused.standings());
            }
        });
    }

    private void count(AdmissionOutcome outcome) {
        if (outcome instanceof AdmissionOutcome.Refused refused) {
            countRefusal(refused.failure(), refused.standings());
        }
    }

    /** Only what a limit refused has a standing. */
    private void countRefusal(GatewayFailure failure, List<LimitStanding> standings) {
        if (!standings.isEmpty()) {
            ChatMetrics.limitRefusals(registry, failure.type()).increment();
        }
    }

    /** Whether a hard budget applies: the call must then be bounded. */
    public boolean isUnderHardBudget(BudgetSubject subject, Instant at) {
        return !budgets.hardBudgets(subject, at, true).isEmpty();
    }

    /**
     * To be called once when a request that was admitted is over, whatever became of it.
     *
     * @return what its last settlement has Redis put right
     */
    public Closing closing(String organization, Closing closing) {
        return admission.closing(organization, closing);
    }

    /** Above 0 while any minute may hold calls that were counted apart; see {@link LocalLimits}. */
    private double overshootBound() {
        return availability.hasBeenAvailableFor(GENERATION) ? 0 : 1;
    }

    public void settled(Hold hold, long actualNano) {
        admission.settled(hold, actualNano);
    }

    /**
     * Called every few seconds: publishes every budget's state to Redis again, which heals a Redis that lost its data or
     * missed a state, and drops what refused calls and the time without Redis left behind. Called by one thread.
     */
    public void tidy() {
        Instant longOver = clock.instant().minus(PERIODS_KEPT);
        budgets.snapshots(longOver)
                .forEach((organization, snapshots) -> store.apply(organization, snapshots, List.of())
                        .onSuccess(applied -> availability.succeeded())
                        .onFailure(failure -> availability.failed()));
        budgets.organizations().forEach(organization -> prune(organization, longOver));
        abandoned.release(store);
        localLimits.tidy();
        Instant now = clock.instant();
        if (!generationSince.plus(GENERATION).isAfter(now)) {
            generationSince = now;
            local.nextGeneration(availability.hasBeenAvailableFor(GENERATION));
        }
    }

    private void prune(String organization, Instant longOver) {
        store.prune(organization, longOver, pruned.getOrDefault(organization, "0"))
                .onSuccess(cursor -> pruned.put(organization, cursor))
                .onFailure(failure -> LOG.debugf("Redis did not forget old periods: %s", failure.getMessage()));
    }

    /** Redis answered someone else's call: admission may use it again, and readiness knows. */
    public void redisAnswered() {
        availability.succeeded();
    }

    /** Redis did not answer someone else's call. */
    public void redisFailed() {
        availability.failed();
    }

    public boolean isReady() {
        return reader.isCaughtUp();
    }

    /** Whether Redis answered last time. */
    public boolean isRedisAvailable() {
        return availability.isAvailable();
    }
}
