package io.tollgate.billing.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.event.BudgetState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget with its state in the current period.
 *
 * @param limit in dollars, exact
 * @param committed in dollars, exact: what the ledger holds for the period
 * @param unpriced what a hard budget does with a call whose model has no price: refuse or admit
 * @param alertThresholds percents of the limit that are reported once a period each
 * @param origin what made it: budget, spend_limit, spend_alert or prepaid
 * @param period an endless one for lifetime budgets and rolling windows
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer rollingHours,
        String timeZone,
        String enforcement,
        String unpriced,
        List<Integer> alertThresholds,
        List<String> alertRecipients,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String alertSubjectPrefix,
        String origin,
        Period period,
        long version,
        long createdAt) {

    private static final int PICO_SCALE = 12;

    static Budget of(BudgetEntity entity, BudgetState state, BigDecimal committedPico) {
        Notice notice = entity.definition().notice();
        return new Budget(
                "budget",
                entity.id,
                entity.scope,
                entity.scopeId,
                dollars(BigDecimal.valueOf(entity.limitPico)),
                dollars(committedPico),
                "usd",
                entity.intervalUnit,
                entity.rollingHours,
                entity.timeZone,
                entity.enforcement,
                entity.unpriced,
                notice.thresholds(),
                notice.recipients(),
                notice.subjectPrefix(),
                entity.origin,
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
