package io.tollgate.billing.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's spend alert: a soft monthly budget in UTC that reports when it is spent.
 *
 * @param thresholdAmount in cents
 */
@JsonNaming(SnakeCaseStrategy.class)
record SpendAlert(
        String id, String object, long thresholdAmount, String currency, String interval, Channel notificationChannel) {

    private static final int CENTS_SCALE = 2;

    static SpendAlert of(Scope scope, Budget budget) {
        long cents = new BigDecimal(budget.limit()).movePointRight(CENTS_SCALE).longValueExact();
        return new SpendAlert(
                budget.id(),
                objectName(scope),
                cents,
                "USD",
                "month",
                new Channel("email", budget.alertRecipients(), budget.alertSubjectPrefix()));
    }

    static Deleted deleted(Scope scope, String id) {
        return new Deleted(objectName(scope) + ".deleted", id, true);
    }

    private static String objectName(Scope scope) {
        return BudgetColumns.word(scope) + ".spend_alert";
    }

    /** @param type always email; the event and the webhooks go out besides */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Channel(
            String type, List<String> recipients, @Nullable String subjectPrefix) {}

    /** The answer to a deletion. */
    record Deleted(String object, String id, boolean deleted) {}
}
