package io.tollgate.billing.budget;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.budget.BudgetAlerts.Assessed;
import io.tollgate.billing.lifecycle.Independently;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.contracts.event.BudgetState;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Looks at budgets again although nothing was charged: their definition changed, or an hour has left a rolling window. */
@ApplicationScoped
class Reassessment {

    private static final String LOCK =
            "SELECT " + BudgetColumns.DEFINITION + " FROM budget WHERE active AND id = $1 FOR UPDATE";
    private static final String ROLLING =
            "SELECT id FROM budget WHERE active AND rolling_hours IS NOT NULL ORDER BY id";
    private static final String NEW_VERSION = "UPDATE budget SET version = version + 1 WHERE id = $1";

    private final Pool pool;
    private final BudgetAlerts alerts;
    private final Outbox outbox;
    private final Clock clock;

    Reassessment(Pool pool, BudgetAlerts alerts, Outbox outbox, Clock clock) {
        this.pool = pool;
        this.alerts = alerts;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Reports thresholds that a budget has reached by now. */
    Uni<Void> alert(String id) {
        return pool.withTransaction(
                transaction -> assess(transaction, id).chain(assessed -> alerts.raise(transaction, assessed)));
    }

    /**
     * Says every rolling budget again, shortly after each full hour. Several processes may do so at the same time: each
     * gives a state that is true, with a version of its own. Until it is said, too much counts as spent, never too little.
     */
    @Scheduled(cron = "5 0 * * * ?", concurrentExecution = ConcurrentExecution.SKIP)
    @Scheduled(every = "24h", delayed = "20s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> roll() {
        return pool.query(ROLLING)
                .execute()
                .chain(rows -> Independently.forEach(
                        rows,
                        row -> "rolling window, budget=" + row.getString("id"),
                        row -> pool.withTransaction(transaction -> roll(transaction, row.getString("id")))));
    }

    private Uni<Void> roll(SqlConnection transaction, String id) {
        return transaction
                .preparedQuery(NEW_VERSION)
                .execute(Tuple.of(id))
                .chain(() -> assess(transaction, id))
                .call(assessed -> alerts.raise(transaction, assessed))
                .chain(assessed -> outbox.append(
                        transaction,
                        assessed.stream()
                                .map(one ->
                                        PublishedBudgets.message(one.budget().published(one.state()), clock.instant()))
                                .toList()));
    }

    /** Empty if the budget is not there any more, or nothing was ever charged. */
    private Uni<List<Assessed>> assess(SqlConnection transaction, String id) {
        Instant now = clock.instant();
        return transaction.preparedQuery(LOCK).execute(Tuple.of(id)).chain(rows -> {
            List<BudgetDefinition> budgets = StreamSupport.stream(rows.spliterator(), false)
                    .map(BudgetColumns::definition)
                    .toList();
            if (budgets.isEmpty()) {
                return Uni.createFrom().item(List.of());
            }
            BudgetDefinition budget = budgets.getFirst();
            return BudgetStates.read(transaction, budgets, budget.periodAt(now).start(), now)
                    .map(states -> assessed(budget, states.at(budget, now)));
        });
    }

    private static List<Assessed> assessed(BudgetDefinition budget, @Nullable BudgetState state) {
        return state == null ? List.of() : List.of(new Assessed(budget, state));
    }
}
