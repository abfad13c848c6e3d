package io.tollgate.chat.admission;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.reservation.BudgetSnapshot;
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
 * Decides whether an attempt may start, before anything is spent: every hard budget that matches must hold an upper bound
 * of its cost.
 *
 * <p>Failure modes: Redis away: {@link LocalReservations}; Redis and Kafka away: refused, because the usage could not be
 * recorded; a model without a price under a hard budget: refused, because nothing could be held.
 */
public final class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final BudgetView budgets;
    private final ReservationStore store;
    private final StoreAvailability availability;
    private final LocalReservations local;
    private final AbandonedReservations abandoned;
    private final BooleanSupplier kafkaReachable;

    Admission(
            BudgetView budgets,
            ReservationStore store,
            StoreAvailability availability,
            LocalReservations local,
            AbandonedReservations abandoned,
            BooleanSupplier kafkaReachable) {
        this.budgets = budgets;
        this.store = store;
        this.availability = availability;
        this.local = local;
        this.abandoned = abandoned;
        this.kafkaReachable = kafkaReachable;
    }

    public Future<AdmissionOutcome> admit(AdmissionRequest request) {
        List<BudgetSnapshot> matching = budgets.hardBudgets(request.caller(), request.at());
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
            return Future.succeededFuture(admitLocally(matching, amountNano));
        }
        return reserve(request, matching, amountNano, true)
                .onSuccess(outcome -> availability.succeeded())
                .recover(failure -> {
                    availability.failed();
                    LOG.debugf("Redis did not answer a reservation: %s", failure.getMessage());
                    AdmissionOutcome outcome = admitLocally(matching, amountNano);
                    if (outcome instanceof AdmissionOutcome.Refused) {
                        abandoned.add(request.caller().organization(), request.attemptId());
                    }
                    return Future.succeededFuture(outcome);
                });
    }

    private Future<AdmissionOutcome> reserve(
            AdmissionRequest request, List<BudgetSnapshot> matching, long amountNano, boolean mayPublishState) {
        Caller caller = request.caller();
        Reservation reservation = new Reservation(
                caller.organization(),
                request.attemptId(),
                amountNano,
                matching.stream().map(BudgetSnapshot::field).toList(),
                matching.stream()
                        .map(budget -> local.outstandingNano(budget.field()))
                        .toList(),
                request.orphan());
        return store.reserve(reservation).compose(outcome -> switch (outcome) {
            case ReservationOutcome.Reserved _ -> {
                Hold.Shared hold = new Hold.Shared(reservation.budgetFields(), amountNano);
                local.noteShared(hold);
                yield Future.succeededFuture(new AdmissionOutcome.Admitted(hold));
            }
            case ReservationOutcome.Refused refused ->
                Future.succeededFuture(new AdmissionOutcome.Refused(
                        budgetSpent(refused.budgetField(), refused.limit(), refused.committed(), refused.reserved())));
            case ReservationOutcome.OutboxFull _ ->
                Future.succeededFuture(new AdmissionOutcome.Refused(GatewayFailure.unavailable(
                        "Too many usage events wait to be recorded; nothing is accepted that cannot be billed.", 5)));
            case ReservationOutcome.UnknownBudget unknown
            when mayPublishState ->
                store.apply(caller.organization(), matching, List.of())
                        .compose(applied -> reserve(request, matching, amountNano, false));
            case ReservationOutcome.UnknownBudget unknown ->
                Future.failedFuture(
                        new IllegalStateException("Redis forgot budget " + unknown.budgetField() + " at once"));
        });
    }

    private AdmissionOutcome admitLocally(List<BudgetSnapshot> matching, long amountNano) {
        if (!kafkaReachable.getAsBoolean()) {
            return new AdmissionOutcome.Refused(GatewayFailure.unavailable(
                    "Usage cannot be recorded right now, and nothing is accepted that cannot be billed.", 5));
        }
        Optional<BudgetSnapshot> spent = local.reserve(matching, amountNano);
        if (spent.isPresent()) {
            BudgetSnapshot budget = spent.get();
            return new AdmissionOutcome.Refused(budgetSpent(
                    budget.field(), budget.limitNano(), budget.committedNano(), local.outstandingNano(budget.field())));
        }
        return new AdmissionOutcome.Admitted(
                new Hold.Local(matching.stream().map(BudgetSnapshot::field).toList(), amountNano));
    }

    private static GatewayFailure budgetSpent(String field, long limitNano, long committedNano, long reservedNano) {
        return GatewayFailure.insufficientQuota(
                "You exceeded your current quota: budget '"
                        + BudgetSnapshot.budgetId(field) + "' has a limit of " + usd(limitNano) + ", "
                        + usd(committedNano)
                        + " is spent and " + usd(reservedNano)
                        + " is reserved for calls under way. Ask your administrator to raise it, or lower max_completion_tokens.");
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
}
