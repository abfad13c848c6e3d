package io.tollgate.chat.admission;

import io.tollgate.chat.reservation.BudgetSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this process knows of budgets without Redis: what its own calls hold and have spent, in two parts. The local part was
 * admitted while Redis was away; Redis is told of it with every reservation it makes later. The shared part is in Redis as
 * well, and counts here only while Redis is away.
 *
 * <p>While Redis is away a budget admits what its last published state has left, less both parts. Other replicas do the same
 * without knowing of each other, so a budget can then be exceeded by at most what the other replicas spend meanwhile:
 * {@link #outstandingNano()} of each is the published bound.
 *
 * <p>Nothing says whether a newer published state includes what was spent here. So spending counts for one to two
 * generations (see {@link #nextGeneration}) and may count twice for that time, which refuses too early rather than too late.
 * A ledger that lags by more than that, while Redis is away or has just come back, can let a budget be exceeded by what was
 * forgotten: two failures at once.
 */
final class LocalReservations {

    /** Nano-dollars that calls under way hold, and that calls have spent in this and the generation before. */
    private static final class Part {
        private long held;
        private long spent;
        private long spentBefore;

        private long total() {
            return Math.addExact(held, Math.addExact(spent, spentBefore));
        }

        private void settle(long heldNano, long actualNano) {
            held -= heldNano;
            spent += actualNano;
        }

        private void nextGeneration() {
            spentBefore = spent;
            spent = 0;
        }
    }

    private record Outstanding(Part local, Part shared) {
        private long total() {
            return Math.addExact(local.total(), shared.total());
        }
    }

    private final Map<String, Outstanding> byField = new HashMap<>();

    /** @return the budget that has not enough left, or empty if all hold the amount now */
    synchronized Optional<BudgetSnapshot> reserve(List<BudgetSnapshot> budgets, long amountNano) {
        for (BudgetSnapshot budget : budgets) {
            Outstanding outstanding = byField.get(budget.field());
            long taken = outstanding == null ? 0 : outstanding.total();
            // In this order nothing overflows, however large the amount is.
            if (amountNano > budget.limitNano() - budget.committedNano() - taken) {
                return Optional.of(budget);
            }
        }
        budgets.forEach(budget -> outstanding(budget.field()).local().held += amountNano);
        return Optional.empty();
    }

    /** Redis holds an amount for a call of this process. */
    synchronized void noteShared(Hold.Shared hold) {
        hold.budgetFields().forEach(field -> outstanding(field).shared().held += hold.amountNano());
    }

    /** @param actualNano what the attempt cost */
    synchronized void settle(Hold.Local hold, long actualNano) {
        hold.budgetFields().forEach(field -> outstanding(field).local().settle(hold.amountNano(), actualNano));
    }

    /** @param actualNano what the attempt cost */
    synchronized void settle(Hold.Shared hold, long actualNano) {
        hold.budgetFields().forEach(field -> outstanding(field).shared().settle(hold.amountNano(), actualNano));
    }

    /**
     * Forgets what was spent in the generation before the last: by now the ledger should have it.
     *
     * @param redisAvailable whether Redis has been there for all of the generation; local spending is kept otherwise
     */
    synchronized void nextGeneration(boolean redisAvailable) {
        byField.values().forEach(outstanding -> {
            outstanding.shared().nextGeneration();
            if (redisAvailable) {
                outstanding.local().nextGeneration();
            }
        });
        byField.values().removeIf(outstanding -> outstanding.total() == 0);
    }

    /** What Redis does not know of one budget. */
    synchronized long outstandingNano(String budgetField) {
        Outstanding outstanding = byField.get(budgetField);
        return outstanding == null ? 0 : outstanding.local().total();
    }

    /** What Redis does not know, over all budgets. */
    synchronized long outstandingNano() {
        return byField.values().stream()
                .mapToLong(outstanding -> outstanding.local().total())
                .sum();
    }

    private Outstanding outstanding(String field) {
        return byField.computeIfAbsent(field, absent -> new Outstanding(new Part(), new Part()));
    }
}
