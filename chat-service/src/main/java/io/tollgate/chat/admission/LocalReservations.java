package io.tollgate.chat.admission;

import io.tollgate.chat.reservation.BudgetSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Budget reservations of this process alone, for the time that Redis is away. A budget admits what its last published
 * state has left, less what this process holds, here or in Redis, or has spent since. Other replicas do the same without knowing of each
 * other, so while Redis is away a budget can be exceeded by at most the sum of what the other replicas spend:
 * {@link #outstandingNano()} of each is the published bound.
 *
 * <p>What was spent is not given back when the ledger publishes a newer state, since nothing says whether that state
 * includes it: for a while it counts twice, which refuses too early rather than too late. {@link #forgetSpent()} ends that
 * once Redis has been back long enough for the ledger to have caught up.
 */
final class LocalReservations {

    private static final class Outstanding {
        private long heldNano;
        private long spentNano;

        /** Held in Redis for calls of this process that are under way: it does not vanish when Redis does. */
        private long sharedNano;

        private long total() {
            return Math.addExact(heldNano, spentNano);
        }

        private boolean isIdle() {
            return heldNano == 0 && spentNano == 0 && sharedNano == 0;
        }
    }

    private final Map<String, Outstanding> byField = new HashMap<>();

    /** @return the budget that has not enough left, or empty if all hold the amount now */
    synchronized Optional<BudgetSnapshot> reserve(List<BudgetSnapshot> budgets, long amountNano) {
        for (BudgetSnapshot budget : budgets) {
            Outstanding outstanding = byField.get(budget.field());
            long taken = outstanding == null ? 0 : Math.addExact(outstanding.total(), outstanding.sharedNano);
            // In this order nothing overflows, however large the amount is.
            if (amountNano > budget.limitNano() - budget.committedNano() - taken) {
                return Optional.of(budget);
            }
        }
        budgets.forEach(
                budget -> byField.computeIfAbsent(budget.field(), field -> new Outstanding()).heldNano += amountNano);
        return Optional.empty();
    }

    /** @param actualNano what the attempt cost */
    synchronized void settle(Hold.Local hold, long actualNano) {
        for (String field : hold.budgetFields()) {
            Outstanding outstanding = byField.computeIfAbsent(field, absent -> new Outstanding());
            outstanding.heldNano -= hold.amountNano();
            outstanding.spentNano += actualNano;
        }
    }

    /** Redis holds an amount for a call of this process. */
    synchronized void noteShared(Hold.Shared hold) {
        hold.budgetFields()
                .forEach(field ->
                        byField.computeIfAbsent(field, absent -> new Outstanding()).sharedNano += hold.amountNano());
    }

    /** That call is over. */
    synchronized void settle(Hold.Shared hold) {
        for (String field : hold.budgetFields()) {
            Outstanding outstanding = byField.get(field);
            if (outstanding != null) {
                outstanding.sharedNano -= hold.amountNano();
                if (outstanding.isIdle()) {
                    byField.remove(field);
                }
            }
        }
    }

    synchronized void forgetSpent() {
        byField.values().forEach(outstanding -> outstanding.spentNano = 0);
        byField.values().removeIf(Outstanding::isIdle);
    }

    /** What this process holds or has spent of one budget without Redis. */
    synchronized long outstandingNano(String budgetField) {
        Outstanding outstanding = byField.get(budgetField);
        return outstanding == null ? 0 : outstanding.total();
    }

    /** What this process holds or has spent without Redis, over all budgets. */
    synchronized long outstandingNano() {
        return byField.values().stream().mapToLong(Outstanding::total).sum();
    }
}
