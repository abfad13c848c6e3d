package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.outbox.CurrentState;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetState;
import io.tollgate.contracts.event.EventType;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Budgets as the compacted budget topic shows them: definition and newest period. */
@ApplicationScoped
public class PublishedBudgets implements CurrentState {

    private static final String ALL = "SELECT " + BudgetColumns.DEFINITION + """
            , newest.period_start, CASE WHEN rolling_hours IS NULL THEN newest.committed_pico ELSE (
                SELECT coalesce(sum(committed_pico), 0) FROM budget_balance WHERE budget_id = budget.id AND period_start
                    >= date_trunc('hour', $1::timestamptz, 'UTC') - (rolling_hours - 1) * interval '1 hour')
                END AS committed_pico,
                CASE WHEN rolling_hours IS NULL THEN newest.version ELSE budget.version END AS state_version
            FROM budget, LATERAL (
                SELECT period_start, committed_pico, version FROM budget_balance
                WHERE budget_id = budget.id ORDER BY period_start DESC LIMIT 1) AS newest
            ORDER BY budget.id""";
    private static final String LOCK = "SELECT id FROM budget ORDER BY id FOR UPDATE";

    private final Clock clock;

    PublishedBudgets(Clock clock) {
        this.clock = clock;
    }

    /** Two statements, so that the second one sees what was committed while the first one waited for its locks. */
    @Override
    public Uni<List<OutboxMessage>> lockAndDescribe(SqlConnection transaction) {
        Instant now = clock.instant();
        return transaction
                .query(LOCK)
                .execute()
                .chain(() -> transaction.preparedQuery(ALL).execute(Tuple.of(now.atOffset(ZoneOffset.UTC))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> message(event(row), now))
                        .toList());
    }

    /** The message for a change that is being made under the lock of the budget's row. */
    public static OutboxMessage message(BudgetPublished budget, Instant now) {
        BudgetState state = budget.state();
        return OutboxMessage.of(
                EventType.BUDGET_PUBLISHED,
                state.budgetId(),
                state.budgetId() + ":" + state.version(),
                "organization/" + budget.organization() + "/budget/" + state.budgetId(),
                now,
                budget,
                null);
    }

    private static BudgetPublished event(Row row) {
        BudgetDefinition budget = BudgetColumns.definition(row);
        BudgetPeriod period =
                budget.periodAt(row.getOffsetDateTime("period_start").toInstant());
        return budget.published(
                budget.state(period, row.getLong("state_version"), row.getBigDecimal("committed_pico")));
    }
}
