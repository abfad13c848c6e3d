package io.tollgate.billing.budget;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.event.BudgetState;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A budget with its state in the current period.
 *
 * @param limit in dollars, exact
 * @param committed in dollars, exact: what the ledger holds for the period
 * @param version grows with every change of the definition or the committed spend
 */
@JsonNaming(SnakeCaseStrategy.class)
record Budget(
        String object,
        String id,
        String scope,
        String scopeId,
        String limit,
        String committed,
        String currency,
        String interval,
        String timeZone,
        String enforcement,
        Period period,
        long version,
        long createdAt) {

    private static final int PICO_SCALE = 12;

    static Budget of(BudgetEntity entity, BudgetState state, BigDecimal committedPico) {
        return new Budget(
                "budget",
                entity.id,
                entity.scope,
                entity.scopeId,
                dollars(BigDecimal.valueOf(entity.limitPico)),
                dollars(committedPico),
                "usd",
                entity.intervalUnit,
                entity.timeZone,
                entity.enforcement,
                new Period(state.periodStart(), state.periodEnd()),
                entity.version,
                entity.createdAt.toEpochSecond());
    }

    private static String dollars(BigDecimal pico) {
        return pico.movePointLeft(PICO_SCALE).stripTrailingZeros().toPlainString();
    }

    /** Half-open. */
    record Period(Instant start, Instant end) {}

    /** The answer to a deletion. */
    record Deleted(String object, String id, boolean deleted) {}
}
