package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetPeriod;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to one budget in one period.
 *
 * @param period the stretch that one row of balances is for
 * @param pico the sum of the amounts; zero if the batch touched the budget without spending, below zero if it gave back
 */
record Charge(BudgetDefinition budget, BudgetPeriod period, BigInteger pico) {

    private static final Comparator<Key> ORDER = Comparator.comparing(
                    (Key key) -> key.budget().id())
            .thenComparing(key -> key.period().start());

    private record Key(BudgetDefinition budget, BudgetPeriod period) {}

    /** Every period of every budget that the spends touch, sorted by budget and period: one locking order for all. */
    static List<Charge> of(List<BudgetDefinition> budgets, List<Spend> spends) {
        Map<Key, BigInteger> sums = new TreeMap<>(ORDER);
        for (Spend spend : spends) {
            for (BudgetDefinition budget : budgets) {
                if (budget.covers(spend)) {
                    BigInteger pico = BigInteger.valueOf(spend.pico());
                    sums.merge(new Key(budget, budget.window().rowAt(spend.at())), pico, BigInteger::add);
                }
            }
        }
        List<Charge> charges = new ArrayList<>();
        sums.forEach((key, pico) -> charges.add(new Charge(key.budget(), key.period(), pico)));
        return charges;
    }

    boolean isSpent() {
        return pico.signum() != 0;
    }
}
