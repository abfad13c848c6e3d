package io.tollgate.contracts.event;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.util.Objects;

/**
 * The absolute state of a budget in one period.
 *
 * @param budgetId the budget
 * @param periodStart first instant of the period
 * @param periodEnd first instant after the period
 * @param version grows with every change of this budget; a reader ignores a version that is not newer than its own
 * @param limit the most that may be spent in the period
 * @param committed what the ledger holds for the period, never a delta
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BudgetState(
        String budgetId, Instant periodStart, Instant periodEnd, long version, Money limit, Money committed) {

    public BudgetState {
        Objects.requireNonNull(budgetId, "budget_id");
        Objects.requireNonNull(periodStart, "period_start");
        Objects.requireNonNull(periodEnd, "period_end");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(committed, "committed");
        if (!periodStart.isBefore(periodEnd)) {
            throw new IllegalArgumentException(
                    "period of budget " + budgetId + " must end after it starts: " + periodStart + " to " + periodEnd);
        }
        if (version < 1) {
            throw new IllegalArgumentException("version of budget " + budgetId + " must be 1 or more: " + version);
        }
    }
}
