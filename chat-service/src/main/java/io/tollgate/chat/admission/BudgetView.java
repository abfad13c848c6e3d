package io.tollgate.chat.admission;

import io.tollgate.chat.access.Caller;
import io.tollgate.chat.reservation.BudgetSnapshot;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.budget.ModelGlob;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every budget's newest published state, by organization. */
public final class BudgetView {

    private final Map<String, Map<String, BudgetPublished>> byOrganization = new ConcurrentHashMap<>();

    /**
     * Takes a newer state; an older or equal one is ignored. Called by one thread, the topic's reader.
     *
     * @return whether it was newer
     */
    public boolean accept(BudgetPublished budget) {
        Map<String, BudgetPublished> budgets =
                byOrganization.computeIfAbsent(budget.organization(), organization -> new ConcurrentHashMap<>());
        BudgetPublished known = budgets.get(budget.state().budgetId());
        if (known != null && known.state().version() >= budget.state().version()) {
            return false;
        }
        budgets.put(budget.state().budgetId(), budget);
        return true;
    }

    /**
     * The hard budgets that a call counts against, in the periods that contain an instant.
     *
     * @param priced whether the call's cost can be bounded; if not, budgets that admit what has no price are left out
     */
    public List<BudgetSnapshot> hardBudgets(BudgetSubject subject, Instant at, boolean priced) {
        Map<String, BudgetPublished> budgets =
                byOrganization.get(subject.caller().organization());
        if (budgets == null) {
            return List.of();
        }
        List<BudgetSnapshot> matching = new ArrayList<>(budgets.size());
        for (BudgetPublished budget : budgets.values()) {
            boolean enforced = budget.active() && budget.enforcement() == Enforcement.HARD;
            if (enforced && (priced || !budget.admitsUnpriced()) && covers(budget, subject)) {
                matching.add(BudgetSnapshot.of(stateAt(budget, at)));
            }
        }
        return matching;
    }

    /**
     * The state of every budget, by organization.
     *
     * @param endedAfter without those whose period was over by then
     */
    public Map<String, List<BudgetSnapshot>> snapshots(Instant endedAfter) {
        Map<String, List<BudgetSnapshot>> snapshots = new HashMap<>();
        byOrganization.forEach((organization, budgets) -> snapshots.put(
                organization,
                budgets.values().stream()
                        .filter(budget -> budget.state().periodEnd().isAfter(endedAfter))
                        .map(budget -> BudgetSnapshot.of(budget.state()))
                        .toList()));
        return snapshots;
    }

    /** Every organization that has a budget. */
    public Set<String> organizations() {
        return Set.copyOf(byOrganization.keySet());
    }

    private static boolean covers(BudgetPublished budget, BudgetSubject subject) {
        Caller caller = subject.caller();
        String id = budget.scopeId();
        return switch (budget.scope()) {
            case ORGANIZATION -> id.equals(caller.organization());
            case PROJECT -> id.equals(caller.project());
            case KEY -> id.equals(caller.keyId());
            case END_USER -> id.equals(subject.endUser());
            case MODEL -> ModelGlob.matches(id, subject.model());
            case TAG -> {
                int equals = id.indexOf('=');
                yield id.substring(equals + 1).equals(subject.tags().get(id.substring(0, equals)));
            }
        };
    }

    /** The published state, or, once its period is over, the next period with nothing committed yet. */
    private static BudgetState stateAt(BudgetPublished budget, Instant at) {
        BudgetState published = budget.state();
        if (at.isBefore(published.periodEnd())) {
            return published;
        }
        BudgetPeriod period = budget.interval().periodAt(at, ZoneId.of(budget.timeZone()));
        return new BudgetState(
                published.budgetId(), period.start(), period.end(), published.version(), published.limit(), Money.ZERO);
    }
}
