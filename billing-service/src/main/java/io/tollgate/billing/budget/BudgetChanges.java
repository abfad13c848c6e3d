package io.tollgate.billing.budget;

import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetState;
import java.util.List;
import java.util.Map;

/**
 * What became of the budgets a batch touched.
 *
 * @param states by organization, the absolute state of every touched period, also of those that only duplicates touched
 * @param published the budgets whose newest period changed
 */
public record BudgetChanges(Map<String, List<BudgetState>> states, List<BudgetPublished> published) {

    static final BudgetChanges NONE = new BudgetChanges(Map.of(), List.of());

    public BudgetChanges {
        states = Map.copyOf(states);
        published = List.copyOf(published);
    }

    public List<BudgetState> of(String organization) {
        return states.getOrDefault(organization, List.of());
    }
}
