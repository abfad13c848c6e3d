package io.tollgate.billing.budget;

import io.tollgate.billing.account.EmailAddress;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a caller asks a budget to be. */
final class BudgetInput {

    /** The largest limit: a period's spend above it would not fit the signed 64-bit pico-dollars that budgets count in. */
    static final long MOST_USD = 9_000_000;

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,7}(\\.\\d{1,12})?");
    private static final int LONGEST = 200;
    /** Longer text is cut in the ledger's indexes, so that it could not be found again. */
    private static final int MOST_BYTES = 256;

    private static final int MOST_THRESHOLDS = 10;
    private static final int MOST_PERCENT = 1_000;
    private static final int MOST_RECIPIENTS = 20;

    private BudgetInput() {}

    /** @param organization the caller's, which is also the scope's id for a budget over the whole organization */
    static BudgetDefinition read(JsonInput input, String id, String organization) {
        Scope scope = input.requiredChoice("scope", BudgetColumns.SCOPES);
        String scopeId = scope == Scope.ORGANIZATION
                ? input.optionalText("scope_id", LONGEST).orElse(organization)
                : input.text("scope_id", LONGEST);
        if (scope == Scope.TAG && scopeId.indexOf('=') < 1) {
            input.problem("scope_id", "must be name=value for a tag");
        }
        if (scopeId.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            input.problem("scope_id", "must have at most " + MOST_BYTES + " bytes in UTF-8");
        }
        if (input.isAbsent("limit")) {
            input.problem("limit", "is required");
        }
        BudgetDefinition unbounded = new BudgetDefinition(
                id,
                organization,
                scope,
                scopeId,
                window(input),
                Enforcement.HARD,
                Unpriced.REFUSE,
                Money.ZERO,
                Notice.NONE,
                true);
        return change(input, unbounded);
    }

    /** What of a budget can be changed; what is left out stays. */
    static BudgetDefinition change(JsonInput input, BudgetDefinition budget) {
        Money limit = input.isAbsent("limit") ? budget.limit() : limit(input);
        Enforcement enforcement = input.choice("enforcement", BudgetColumns.ENFORCEMENTS, budget.enforcement());
        Unpriced unpriced = input.choice("unpriced", BudgetColumns.UNPRICED, budget.unpriced());
        List<Integer> thresholds = input.integers("alert_thresholds", MOST_THRESHOLDS, 1, MOST_PERCENT)
                .orElse(budget.notice().thresholds());
        List<String> recipients =
                recipients(input, "alert_recipients").orElse(budget.notice().recipients());
        input.finish();
        return new BudgetDefinition(
                budget.id(),
                budget.organization(),
                budget.scope(),
                budget.scopeId(),
                budget.window(),
                enforcement,
                unpriced,
                limit,
                new Notice(thresholds, recipients, budget.notice().subjectPrefix()),
                true);
    }

    static Optional<List<String>> recipients(JsonInput input, String field) {
        Optional<List<String>> recipients = input.texts(field, MOST_RECIPIENTS, EmailAddress.LONGEST);
        if (!recipients.orElse(List.of()).stream().allMatch(EmailAddress::isValid)) {
            input.problem(field, "must be e-mail addresses");
        }
        return recipients;
    }

    private static BudgetWindow window(JsonInput input) {
        BudgetInterval interval = input.requiredChoice("interval", BudgetColumns.INTERVALS);
        ZoneId zone = zone(input);
        if (interval == BudgetInterval.ROLLING) {
            return new BudgetWindow(
                    interval, zone, Math.toIntExact(input.integer("rolling_hours", 1, BudgetWindow.MOST_HOURS)));
        }
        if (!input.isAbsent("rolling_hours")) {
            input.problem("rolling_hours", "is for the interval rolling only");
        }
        return BudgetWindow.of(interval, zone);
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
