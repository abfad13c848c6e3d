package io.tollgate.billing.budget;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Caller;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Map;

/** What the two spend limit endpoints have in common. */
@ApplicationScoped
class SpendLimits {

    private static final int CENTS_SCALE = 2;
    private static final long MOST_CENTS = BudgetInput.MOST_USD * 100;

    private final Budgets budgets;
    private final Identifiers identifiers;
    private final Caller caller;
    private final ObjectMapper json;

    SpendLimits(Budgets budgets, Identifiers identifiers, Caller caller, ObjectMapper json) {
        this.budgets = budgets;
        this.identifiers = identifiers;
        this.caller = caller;
        this.json = json;
    }

    Uni<SpendLimit> set(Scope scope, String scopeId, byte[] body) {
        JsonInput input = JsonInput.parse(json, body);
        long cents = input.integer("threshold_amount", 1, MOST_CENTS);
        input.requiredChoice("currency", Map.of("USD", "USD"));
        String interval = input.requiredChoice("interval", Map.of("month", "month"));
        input.finish();
        BudgetDefinition budget = new BudgetDefinition(
                identifiers.next("budget"),
                caller.organization(),
                scope,
                scopeId,
                BudgetWindow.of(BudgetColumns.parse(BudgetInterval.class, interval), ZoneOffset.UTC),
                Enforcement.HARD,
                Unpriced.REFUSE,
                Money.ofUsd(BigDecimal.valueOf(cents, CENTS_SCALE)),
                Notice.NONE,
                true);
        return budgets.setSpendLimit(caller.actor(), budget).map(set -> SpendLimit.of(scope, set));
    }

    Uni<SpendLimit> find(Scope scope, String scopeId) {
        return budgets.findSpendLimit(caller.organization(), scopeId).map(found -> SpendLimit.of(scope, found));
    }

    Uni<SpendLimit.Deleted> delete(Scope scope, String scopeId) {
        return budgets.deleteSpendLimit(caller.actor(), scopeId).replaceWith(SpendLimit.deleted(scope));
    }
}
