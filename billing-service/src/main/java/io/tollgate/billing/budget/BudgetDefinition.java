package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.budget.ModelGlob;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What a budget covers and how much it allows.
 *
 * @param scopeId which one: an id; for a model a glob, for a tag {@code name=value}
 * @param limit the most for one period
 * @param active false once it was deleted
 */
record BudgetDefinition(
        String id,
        String organization,
        Scope scope,
        String scopeId,
        BudgetWindow window,
        Enforcement enforcement,
        Unpriced unpriced,
        Money limit,
        Notice notice,
        boolean active) {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    boolean covers(Spend spend) {
        return organization.equals(spend.organization())
                && switch (scope) {
                    case ORGANIZATION -> scopeId.equals(spend.organization());
                    case PROJECT -> scopeId.equals(spend.project());
                    case KEY -> scopeId.equals(spend.key());
                    case END_USER -> scopeId.equals(spend.endUser());
                    case MODEL -> ModelGlob.matches(scopeId, spend.model());
                    case TAG -> tagValue().equals(spend.tags().get(tagName()));
                };
    }

    BudgetDefinition withLimit(Money another) {
        return new BudgetDefinition(
                id, organization, scope, scopeId, window, enforcement, unpriced, another, notice, active);
    }

    BudgetDefinition withNotice(Notice another) {
        return new BudgetDefinition(
                id, organization, scope, scopeId, window, enforcement, unpriced, limit, another, active);
    }

    BudgetDefinition deleted() {
        return new BudgetDefinition(
                id, organization, scope, scopeId, window, enforcement, unpriced, limit, notice, false);
    }

    /** Of a budget over a tag: what is before the first equals sign. */
    String tagName() {
        return scopeId.substring(0, Math.max(0, scopeId.indexOf('=')));
    }

    String tagValue() {
        return scopeId.substring(scopeId.indexOf('=') + 1);
    }

    BudgetPeriod periodAt(Instant instant) {
        return window.periodAt(instant);
    }

    /** @param committedPico exact; what exceeds the range of {@link Money} is far above every limit and shown as its end */
    BudgetState state(BudgetPeriod period, long version, BigDecimal committedPico) {
        Money committed = Money.ofPico(committedPico.min(LARGEST).longValueExact());
        return new BudgetState(id, period.start(), period.end(), version, limit, committed);
    }

    /** The thresholds that a committed spend has reached. */
    List<Integer> reached(Money committed) {
        BigDecimal share = BigDecimal.valueOf(committed.pico()).multiply(PERCENT);
        return notice.thresholds().stream()
                .filter(threshold ->
                        share.compareTo(BigDecimal.valueOf(limit.pico()).multiply(BigDecimal.valueOf(threshold))) >= 0)
                .toList();
    }

    BudgetPublished published(BudgetState state) {
        return new BudgetPublished(
                organization,
                scope,
                scopeId,
                window.interval(),
                window.zone().getId(),
                enforcement,
                active,
                unpriced,
                state);
    }
}
