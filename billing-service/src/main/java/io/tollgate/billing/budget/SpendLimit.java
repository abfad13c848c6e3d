package io.tollgate.billing.budget;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import java.math.BigDecimal;

/**
 * OpenAI's hard spend limit: a monthly budget in UTC.
 *
 * @param thresholdAmount in cents
 */
@JsonNaming(SnakeCaseStrategy.class)
record SpendLimit(String object, long thresholdAmount, String currency, String interval, Enforcement enforcement) {

    private static final int CENTS_SCALE = 2;

    static SpendLimit of(Scope scope, Budget budget) {
        long cents = new BigDecimal(budget.limit()).movePointRight(CENTS_SCALE).longValueExact();
        return new SpendLimit(objectName(scope), cents, "USD", "month", new Enforcement("enforcing"));
    }

    static Deleted deleted(Scope scope) {
        return new Deleted(objectName(scope) + ".deleted", true);
    }

    private static String objectName(Scope scope) {
        return BudgetColumns.word(scope) + ".spend_limit";
    }

    record Enforcement(String status) {}

    /** The answer to a deletion. */
    record Deleted(String object, boolean deleted) {}
}
