package io.tollgate.billing.budget;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.alert.Alert;
import io.tollgate.billing.alert.Alerts;
import io.tollgate.contracts.event.AlertRaised;
import io.tollgate.contracts.event.AlertRaised.Kind;
import io.tollgate.contracts.event.BudgetPublished.Scope;
import io.tollgate.contracts.event.BudgetState;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reports thresholds that were reached, within the transaction in which they were. What was reported before for the same
 * budget, period and threshold is in a table whose key they are, so it is not reported again, whoever charges.
 */
@ApplicationScoped
class BudgetAlerts {

    private static final int ALL_OF_IT = 100;
    private static final int PICO_SCALE = 12;

    private static final String CLAIM = """
            INSERT INTO budget_alert (budget_id, period_start, threshold, alert)
            SELECT * FROM UNNEST($1::text[], $2::timestamptz[], $3::integer[], $4::uuid[])
            ON CONFLICT DO NOTHING RETURNING alert""";

    private final Alerts alerts;
    private final Clock clock;
    private final TimeBasedEpochGenerator identifiers = Generators.timeBasedEpochGenerator();

    BudgetAlerts(Alerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /** @param states of budgets that are locked, in an order that is the same for all */
    Uni<Void> raise(SqlClient transaction, List<Assessed> states) {
        Instant now = clock.instant();
        List<Reached> reached = states.stream()
                .flatMap(state -> state.reached(now, identifiers).stream())
                .toList();
        if (reached.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.of(
                reached.stream().map(one -> one.budget.id()).toArray(String[]::new),
                reached.stream().map(one -> one.since.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new),
                reached.stream().map(Reached::threshold).toArray(Integer[]::new),
                reached.stream().map(Reached::alert).toArray(UUID[]::new));
        return transaction
                .preparedQuery(CLAIM)
                .execute(columns)
                .chain(rows -> alerts.raise(transaction, toRaise(reached, rows, now)));
    }

    private static List<Alert> toRaise(List<Reached> reached, RowSet<Row> claimed, Instant now) {
        var fresh = StreamSupport.stream(claimed.spliterator(), false)
                .map(row -> row.getUUID("alert"))
                .collect(Collectors.toSet());
        return reached.stream()
                .filter(one -> fresh.contains(one.alert))
                .map(one -> one.toAlert(now))
                .toList();
    }

    /** A budget and its state after a change. */
    record Assessed(BudgetDefinition budget, BudgetState state) {

        private List<Reached> reached(Instant now, TimeBasedEpochGenerator identifiers) {
            // A late charge belongs to its own period, not to today's.
            Instant since = budget.window().isRolling() ? budget.window().alertedSince(now) : state.periodStart();
            List<Reached> reached = new ArrayList<>();
            for (int threshold : budget.reached(state.committed())) {
                reached.add(new Reached(budget, state, since, threshold, identifiers.generate()));
            }
            return reached;
        }
    }

    private record Reached(BudgetDefinition budget, BudgetState state, Instant since, int threshold, UUID alert) {

        Alert toAlert(Instant now) {
            AlertRaised event = new AlertRaised(
                    alert,
                    budget.organization(),
                    budget.scope() == Scope.PROJECT ? budget.scopeId() : null,
                    threshold < ALL_OF_IT ? Kind.THRESHOLD_REACHED : Kind.BUDGET_EXCEEDED,
                    budget.id(),
                    now,
                    since,
                    threshold,
                    state.limit(),
                    state.committed(),
                    "Budget " + budget.id() + " has reached " + threshold + " % of its limit of "
                            + dollars(state.limit().pico()) + " dollars in the period from " + since + ": "
                            + dollars(state.committed().pico()) + " dollars are spent.");
            return new Alert(
                    event, budget.notice().recipients(), budget.notice().subjectPrefix());
        }

        private static String dollars(long pico) {
            return BigDecimal.valueOf(pico, PICO_SCALE).stripTrailingZeros().toPlainString();
        }
    }
}
