package io.tollgate.chat.admission;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.limit.LimitGrant;
import io.tollgate.chat.limit.LimitRefusal;
import io.tollgate.chat.limit.LimitStanding;
import io.tollgate.chat.limit.LocalLimits;
import io.tollgate.chat.limit.LocalOutcome;
import io.tollgate.chat.reservation.BudgetSnapshot;
import io.tollgate.chat.reservation.Closing;
import io.tollgate.chat.reservation.Reservation;
import io.tollgate.chat.reservation.ReservationOutcome;
import io.tollgate.chat.reservation.ReservationStore;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Decides whether an attempt may start, before anything is spent: every rate limit must have room for it, and every hard
 * budget that matches must hold an upper bound of its cost.
 *
 * <p>Failure modes: Redis away: {@link LocalReservations} and {@link LocalLimits}; Redis and Kafka away: refused, because the usage could not be
 * recorded; a model without a price under a hard budget: refused, because nothing could be held.
 */
public final class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final BudgetView budgets;
    private final ReservationStore store;
    private final StoreAvailability availability;
    private final LocalReservations local;
    private final LocalLimits localLimits;
    private final AbandonedReservations abandoned;
    private final BooleanSupplier kafkaReachable;

    Admission(
            BudgetView budgets,
            ReservationStore store,
            StoreAvailability availability,
            LocalReservations local,
            LocalLimits localLimits,
            AbandonedReservations abandoned,
            BooleanSupplier kafkaReachable) {
        this.budgets = budgets;
        this.store = store;
        this.availability = availability;
        this.local = local;
        this.localLimits = localLimits;
        this.abandoned = abandoned;
        this.kafkaReachable = kafkaReachable;
    }

    public Future<AdmissionOutcome> admit(AdmissionRequest request) {
        List<BudgetSnapshot> matching = budgets.hardBudgets(
                request.subject(), request.at(), request.costBoundNano().isPresent());
        if (!matching.isEmpty() && request.costBoundNano().isEmpty()) {
            return Future.succeededFuture(new AdmissionOutcome.Refused(GatewayFailure.forbidden(
                    "model_not_priced",
                    "model",
                    "This model has no price, so its cost cannot be held in your hard budget '"
                            + BudgetSnapshot.budgetId(matching.getFirst().field())
                            + "'. Ask your administrator to add a price, or use another model.")));
        }
        long amountNano = request.costBoundNano().orElse(0);
        if (!availability.shouldTry()) {
            return Future.succeededFuture(admitLocally(request, matching, amountNano));
        }
        return reserve(request, matching, amountNano, true)
                .onSuccess(outcome -> availability.succeeded())
                .recover(failure -> {
                    availability.failed();
                    LOG.debugf("Redis did not answer a reservation: %s", failure.getMessage());
                    AdmissionOutcome outcome = admitLocally(request, matching, amountNano);
                    if (outcome instanceof AdmissionOutcome.Refused) {
                        abandoned.add(request.organization(), request.attemptId());
                    }
                    return Future.succeededFuture(outcome);
                });
    }

    /**
     * Whether the request was answered before, for where no target can be asked now.
     *
     * @return empty if it was not, or nobody knows; it then counts as nothing
     */
    public Future<Optional<AdmissionOutcome>> lookUp(AdmissionRequest request) {
        if (!availability.shouldTry()) {
            return Future.succeededFuture(Optional.empty());
        }
        Reservation reservation = reservation(request, List.of(), 0);
        return store.lookUp(reservation)
                .onSuccess(outcome -> availability.succeeded())
                .map(outcome -> outcome instanceof ReservationOutcome.NotAnswered
                        ? Optional.<AdmissionOutcome>empty()
                        : Optional.of(decided(request, reservation, outcome)))
                .otherwise(failure -> {
                    availability.failed();
                    LOG.debugf("Redis did not answer a look-up: %s", failure.getMessage());
                    return Optional.empty();
                });
    }

    private Future<AdmissionOutcome> reserve(
            AdmissionRequest request, List<BudgetSnapshot> matching, long amountNano, boolean mayPublishState) {
        Reservation reservation = reservation(request, matching, amountNano);
        return store.reserve(reservation).compose(outcome -> switch (outcome) {
            case ReservationOutcome.UnknownBudget unknown
            when mayPublishState ->
                store.apply(request.organization(), matching, List.of())
                        .compose(applied -> reserve(request, matching, amountNano, false));
            case ReservationOutcome.UnknownBudget unknown ->
                Future.failedFuture(
                        new IllegalStateException("Redis forgot budget " + unknown.budgetField() + " at once"));
            default -> Future.succeededFuture(decided(request, reservation, outcome));
        });
    }

    private Reservation reservation(AdmissionRequest request, List<BudgetSnapshot> matching, long amountNano) {
        return new Reservation(
                request.organization(),
                request.attemptId(),
                amountNano,
                matching.stream().map(BudgetSnapshot::field).toList(),
                matching.stream()
                        .map(budget -> local.outstandingNano(budget.field()))
                        .toList(),
                request.orphan(),
                request.limited(),
                request.fingerprint());
    }

    private AdmissionOutcome decided(AdmissionRequest request, Reservation reservation, ReservationOutcome outcome) {
        return switch (outcome) {
            case ReservationOutcome.Reserved reserved -> {
                Hold.Shared hold = new Hold.Shared(reservation.budgetFields(), reservation.amountNano());
                local.noteShared(hold);
                LimitGrant grant = LimitGrant.of(request.limited(), reserved.standings(), true);
                yield new AdmissionOutcome.Admitted(hold, grant, reserved.standings());
            }
            case ReservationOutcome.Answered answered ->
                new AdmissionOutcome.Answered(answered.answer(), answered.standings());
            case ReservationOutcome.Limited limited -> {
                LimitStanding decides = limited.decides();
                long cost = decides.counter().cost(request.limited().tokens());
                yield new AdmissionOutcome.Refused(
                        LimitRefusal.of(decides, cost, limited.waitMillis()),
                        LimitRefusal.standings(decides, limited.standings()));
            }
            case ReservationOutcome.Refused refused ->
                new AdmissionOutcome.Refused(
                        budgetSpent(refused.budgetField(), refused.limit(), refused.committed(), refused.reserved()));
            case ReservationOutcome.OutboxFull _ ->
                new AdmissionOutcome.Refused(GatewayFailure.unavailable(
                        "Too many usage events wait to be recorded; nothing is accepted that cannot be billed.", 5));
            case ReservationOutcome.UnknownBudget _, ReservationOutcome.NotAnswered _ ->
                throw new IllegalStateException("not a decision: " + outcome);
        };
    }

    private AdmissionOutcome admitLocally(AdmissionRequest request, List<BudgetSnapshot> matching, long amountNano) {
        if (!kafkaReachable.getAsBoolean()) {
            return new AdmissionOutcome.Refused(GatewayFailure.unavailable(
                    "Usage cannot be recorded right now, and nothing is accepted that cannot be billed.", 5));
        }
        return switch (localLimits.admit(request.organization(), request.limited())) {
            case LocalOutcome.Crowded _ -> new AdmissionOutcome.Refused(RequestCounts.crowded());
            case LocalOutcome.Full full ->
                new AdmissionOutcome.Refused(
                        LimitRefusal.of(full.decides(), full.cost(), full.waitMillis()), List.of(full.decides()));
            case LocalOutcome.Granted granted -> reserveLocally(request, matching, amountNano, granted.standings());
        };
    }

    private AdmissionOutcome reserveLocally(
            AdmissionRequest request, List<BudgetSnapshot> matching, long amountNano, List<LimitStanding> standings) {
        LimitGrant grant = LimitGrant.of(request.limited(), standings, false);
        Optional<BudgetSnapshot> spent = local.reserve(matching, amountNano);
        if (spent.isPresent()) {
            localLimits.close(request.organization(), grant, 0);
            BudgetSnapshot budget = spent.get();
            return new AdmissionOutcome.Refused(budgetSpent(
                    budget.field(), budget.limitNano(), budget.committedNano(), local.outstandingNano(budget.field())));
        }
        Hold.Local hold =
                new Hold.Local(matching.stream().map(BudgetSnapshot::field).toList(), amountNano);
        return new AdmissionOutcome.Admitted(hold, grant, standings);
    }

    private static GatewayFailure budgetSpent(String field, long limitNano, long committedNano, long reservedNano) {
        return GatewayFailure.insufficientQuota("You exceeded your current quota: budget '"
                + BudgetSnapshot.budgetId(field) + "' has a limit of " + usd(limitNano) + ", "
                + usd(committedNano)
                + " is spent and " + usd(reservedNano)
                + " is reserved for calls under way. Ask your administrator to raise it, or lower"
                + " max_completion_tokens.");
    }

    private static String usd(long nano) {
        return BigDecimal.valueOf(nano, 9).stripTrailingZeros().toPlainString() + " USD";
    }

    /** The attempt is over and its cost is known: frees what only this process held. */
    public void settled(Hold hold, long actualNano) {
        switch (hold) {
            case Hold.Local localHold -> local.settle(localHold, actualNano);
            case Hold.Shared shared -> local.settle(shared, actualNano);
        }
    }

    /**
     * What Redis has to put right with a request's last settlement; what this process counted is put right here.
     *
     * @param closing of the request
     */
    public Closing closing(String organization, Closing closing) {
        LimitGrant grant = closing.grant();
        if (grant.shared()) {
            return closing;
        }
        localLimits.close(organization, grant, closing.tokens());
        return new Closing(LimitGrant.NONE, closing.tokens(), closing.answer());
    }
}
