package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.BudgetState;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The absolute states of budgets, read within a transaction that has locked them. */
final class BudgetStates {

    private static final String BALANCES = """
            SELECT budget_id, period_start, committed_pico, version FROM budget_balance
            WHERE budget_id = ANY($1::text[]) AND period_start >= $2 ORDER BY budget_id, period_start""";

    /** {@link BudgetWindow#startAt} in SQL, so that one statement serves windows of every length. */
    private static final String ROLLING = """
            SELECT budget.id AS budget_id, coalesce(sum(balance.committed_pico), 0) AS committed_pico, budget.version
            FROM budget LEFT JOIN budget_balance AS balance ON balance.budget_id = budget.id AND balance.period_start
                >= date_trunc('hour', $2::timestamptz, 'UTC') - (budget.rolling_hours - 1) * interval '1 hour'
            WHERE budget.id = ANY($1::text[]) GROUP BY budget.id, budget.version""";

    private final Map<String, TreeMap<Instant, BudgetState>> states = new HashMap<>();

    private BudgetStates() {}

    /** @param earliest the start of the oldest period that is asked for */
    static Uni<BudgetStates> read(
            SqlClient transaction, Collection<BudgetDefinition> budgets, Instant earliest, Instant now) {
        Map<String, BudgetDefinition> byId =
                budgets.stream().collect(Collectors.toMap(BudgetDefinition::id, budget -> budget, (one, same) -> one));
        BudgetStates read = new BudgetStates();
        return transaction
                .preparedQuery(BALANCES)
                .execute(Tuple.of(ids(byId, budget -> !budget.window().isRolling()), utc(earliest)))
                .invoke(rows -> rows.forEach(row -> read.put(
                        byId, row, row.getOffsetDateTime("period_start").toInstant())))
                .chain(() -> transaction
                        .preparedQuery(ROLLING)
                        .execute(Tuple.of(ids(byId, budget -> budget.window().isRolling()), utc(now))))
                .invoke(rows -> rows.forEach(row -> read.put(byId, row, now)))
                .replaceWith(read);
    }

    /** The state in the period that contains an instant, null if nothing was ever charged in it. */
    @Nullable
    BudgetState at(BudgetDefinition budget, Instant instant) {
        return states.getOrDefault(budget.id(), new TreeMap<>())
                .get(budget.periodAt(instant).start());
    }

    /** The state in the newest period that there is, null if there is none. */
    @Nullable
    BudgetState newest(BudgetDefinition budget) {
        TreeMap<Instant, BudgetState> all = states.getOrDefault(budget.id(), new TreeMap<>());
        return all.isEmpty() ? null : all.lastEntry().getValue();
    }

    private void put(Map<String, BudgetDefinition> budgets, Row row, Instant instant) {
        BudgetDefinition budget = budgets.get(row.getString("budget_id"));
        if (budget == null) {
            throw new IllegalStateException("a balance was read of a budget that was not asked for");
        }
        BudgetState state =
                budget.state(budget.periodAt(instant), row.getLong("version"), row.getBigDecimal("committed_pico"));
        states.computeIfAbsent(budget.id(), ignored -> new TreeMap<>()).put(state.periodStart(), state);
    }

    private static String[] ids(Map<String, BudgetDefinition> budgets, Predicate<BudgetDefinition> wanted) {
        List<String> ids = budgets.values().stream()
                .filter(wanted)
                .map(BudgetDefinition::id)
                .sorted()
                .toList();
        return ids.toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
