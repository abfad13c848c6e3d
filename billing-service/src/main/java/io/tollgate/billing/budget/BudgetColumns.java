package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.event.BudgetPublished.Enforcement;
import io.tollgate.contracts.event.BudgetPublished.Scope;
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
    static final Map<String, Enforcement> ENFORCEMENTS = words(Enforcement.values());

    private BudgetColumns() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E parse(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    static BudgetDefinition definition(Row row) {
        return new BudgetDefinition(
                row.getString("id"),
                row.getString("organization"),
                parse(Scope.class, row.getString("scope")),
                row.getString("scope_id"),
                parse(BudgetInterval.class, row.getString("interval_unit")),
                ZoneId.of(row.getString("time_zone")),
                parse(Enforcement.class, row.getString("enforcement")),
                Money.ofPico(row.getLong("limit_pico")),
                row.getBoolean("active"));
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> words.put(word(value), value));
        return words;
    }
}
