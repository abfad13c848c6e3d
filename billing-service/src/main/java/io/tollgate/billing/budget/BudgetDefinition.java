package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a budget covers and how much it allows.
 *
 * @param limit the most for one period
 * @param active false once it was deleted
 */
record BudgetDefinition(
        String id,
        String organization,
        Scope scope,
        String scopeId,
        BudgetInterval interval,
        ZoneId zone,
        Enforcement enforcement,
        Money limit,
        boolean active) {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    boolean covers(Spend spend) {
        return organization.equals(spend.organization())
                && switch (scope) {
                    case ORGANIZATION -> scopeId.equals(spend.organization());
                    case PROJECT -> scopeId.equals(spend.project());
                    case KEY -> scopeId.equals(spend.key());
                    case END_USER, MODEL, TAG -> false;
                };
    }

    BudgetPeriod periodAt(Instant instant) {
        return interval.periodAt(instant, zone);
    }

    /** @param committedPico exact; what exceeds the range of {@link Money} is far above every limit and shown as its end */
    BudgetState state(BudgetPeriod period, long version, BigDecimal committedPico) {
        Money committed = Money.ofPico(committedPico.min(LARGEST).longValueExact());
        return new BudgetState(id, period.start(), period.end(), version, limit, committed);
    }

    BudgetPublished published(BudgetState state) {
        return new BudgetPublished(
                organization, scope, scopeId, interval, zone.getId(), enforcement, active, null, state);
    }
}
