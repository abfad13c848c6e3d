package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetPublished.Unpriced;
import io.tollgate.contracts.money.Money;
import io.vertx.mutiny.sqlclient.Row;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a budget's words are written, in the database and in the API alike. */
final class BudgetColumns {

    static final Map<String, Scope> SCOPES = words(Scope.values());
    static final Map<String, BudgetInterval> INTERVALS = words(BudgetInterval.values());
    static final Map<String, Unpriced> UNPRICED = words(Unpriced.values());
    static final Map<String, Enforcement> ENFORCEMENTS = words(Enforcement.values());

    /** What {@link #definition} reads. */
    static final String DEFINITION = "budget.id, budget.organization, scope, scope_id, interval_unit, time_zone,"
            + " rolling_hours, enforcement, unpriced, limit_pico, thresholds, recipients, subject_prefix, active";

    private BudgetColumns() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E parse(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    static BudgetDefinition definition(Row row) {
        Integer rollingHours = row.getInteger("rolling_hours");
        return new BudgetDefinition(
                row.getString("id"),
                row.getString("organization"),
                parse(Scope.class, row.getString("scope")),
                row.getString("scope_id"),
                new BudgetWindow(
                        parse(BudgetInterval.class, row.getString("interval_unit")),
                        ZoneId.of(row.getString("time_zone")),
                        rollingHours == null ? 0 : rollingHours),
                parse(Enforcement.class, row.getString("enforcement")),
                parse(Unpriced.class, row.getString("unpriced")),
                Money.ofPico(row.getLong("limit_pico")),
                Notice.ofStored(
                        row.getString("thresholds"), row.getString("recipients"), row.getString("subject_prefix")),
                row.getBoolean("active"));
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> words.put(word(value), value));
        return words;
    }
}
