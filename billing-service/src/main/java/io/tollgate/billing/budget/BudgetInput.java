package io.tollgate.billing.budget;

import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.money.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Reads what a caller asks a budget to be. */
final class BudgetInput {

    /** The largest limit: a period's spend above it would not fit the signed 64-bit pico-dollars that budgets count in. */
    static final long MOST_USD = 9_000_000;

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,7}(\\.\\d{1,12})?");
    private static final int LONGEST = 100;

    private BudgetInput() {}

    /** @param organization the caller's, which is also the scope's id for a budget over the whole organization */
    static BudgetDefinition read(JsonInput input, String id, String organization) {
        Scope scope = input.requiredChoice("scope", BudgetColumns.SCOPES);
        String scopeId = scope == Scope.ORGANIZATION
                ? input.optionalText("scope_id", LONGEST).orElse(organization)
                : input.text("scope_id", LONGEST);
        Money limit = limit(input);
        BudgetInterval interval = input.requiredChoice("interval", BudgetColumns.INTERVALS);
        ZoneId zone = zone(input);
        Enforcement enforcement = input.choice("enforcement", BudgetColumns.ENFORCEMENTS, Enforcement.HARD);
        input.finish();
        return new BudgetDefinition(id, organization, scope, scopeId, interval, zone, enforcement, limit, true);
    }

    private static Money limit(JsonInput input) {
        String text = input.text("limit", LONGEST);
        if (text.isEmpty()) {
            return Money.ZERO;
        }
        if (AMOUNT.matcher(text).matches()) {
            BigDecimal usd = new BigDecimal(text);
            if (usd.signum() > 0 && usd.compareTo(BigDecimal.valueOf(MOST_USD)) <= 0) {
                return Money.ofUsd(usd);
            }
        }
        input.problem(
                "limit",
                "must be dollars as a decimal string like \"12.50\", above 0 and at most " + MOST_USD
                        + ", with at most 12 decimals");
        return Money.ZERO;
    }

    private static ZoneId zone(JsonInput input) {
        String zone = input.optionalText("time_zone", LONGEST).orElse("UTC");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            input.problem("time_zone", "must be an IANA time zone like Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }
}
