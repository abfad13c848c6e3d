package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetState;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Adds a batch's spend to the budgets, inside the batch's transaction. Rows are locked in ascending order of the budget,
 * so that two batches cannot wait for each other, and a budget's version grows in the order of the commits.
 */
@ApplicationScoped
public class BudgetCommitments {

    private static final String LOCK_BUDGETS = """
            SELECT id, organization, scope, scope_id, interval_unit, time_zone, enforcement, limit_pico, active, version
            FROM budget WHERE active AND scope_id = ANY($1::text[]) ORDER BY id FOR UPDATE""";

    private static final String CHARGE = """
            WITH charged AS (
                SELECT budget_id, period_start, period_end, pico::numeric
                FROM UNNEST($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])
                    AS charge (budget_id, period_start, period_end, pico)
            ), bumped AS (
                UPDATE budget SET version = version + 1 WHERE id IN (SELECT budget_id FROM charged) RETURNING id, version
            ), refunded AS (
                UPDATE budget_balance AS balance
                SET committed_pico = greatest(0, balance.committed_pico + charged.pico), version = bumped.version
                FROM charged JOIN bumped ON bumped.id = budget_id
                WHERE charged.pico < 0 AND balance.budget_id = charged.budget_id
                    AND balance.period_start = charged.period_start
            )
            INSERT INTO budget_balance (budget_id, period_start, period_end, committed_pico, version)
            SELECT budget_id, period_start, period_end, pico, bumped.version
            FROM charged JOIN bumped ON bumped.id = budget_id WHERE pico > 0 ORDER BY budget_id, period_start
            ON CONFLICT (budget_id, period_start) DO UPDATE
            SET committed_pico = budget_balance.committed_pico + EXCLUDED.committed_pico, version = EXCLUDED.version""";

    private static final String BALANCES = """
            SELECT budget_id, period_start, committed_pico, version FROM budget_balance
            WHERE budget_id = ANY($1::text[]) AND period_start >= $2 ORDER BY budget_id, period_start""";

    /** To be held while a batch is written: see {@link AdvisoryLock#BUDGET_SET}. */
    public Uni<Void> hold(SqlConnection transaction) {
        return AdvisoryLock.BUDGET_SET.shared(transaction);
    }

    /** Spends with an amount are added; those without only have the state of their budgets told. */
    public Uni<BudgetChanges> commit(SqlConnection transaction, List<Spend> spends) {
        String[] scopes = spends.stream()
                .flatMap(spend -> Stream.of(spend.organization(), spend.project(), spend.key()))
                .distinct()
                .sorted()
                .toArray(String[]::new);
        return transaction
                .preparedQuery(LOCK_BUDGETS)
                .execute(Tuple.tuple().addValue(scopes))
                .chain(rows -> {
                    List<BudgetDefinition> budgets = StreamSupport.stream(rows.spliterator(), false)
                            .map(BudgetColumns::definition)
                            .toList();
                    List<Charge> charges = Charge.of(budgets, spends);
                    return charges.isEmpty()
                            ? Uni.createFrom().item(BudgetChanges.NONE)
                            : charge(transaction, charges).chain(() -> changes(transaction, charges));
                });
    }

    private static Uni<Void> charge(SqlConnection transaction, List<Charge> charges) {
        List<Charge> spent = charges.stream().filter(Charge::isSpent).toList();
        if (spent.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addValue(spent.stream().map(charge -> charge.budget().id()).toArray(String[]::new))
                .addValue(instants(spent, charge -> charge.period().start()))
                .addValue(instants(spent, charge -> charge.period().end()))
                .addValue(spent.stream().map(charge -> charge.pico().toString()).toArray(String[]::new));
        return transaction.preparedQuery(CHARGE).execute(columns).replaceWithVoid();
    }

    private static Uni<BudgetChanges> changes(SqlConnection transaction, List<Charge> charges) {
        Instant earliest = charges.stream()
                .map(charge -> charge.period().start())
                .min(Instant::compareTo)
                .orElseThrow();
        String[] ids =
                charges.stream().map(charge -> charge.budget().id()).distinct().toArray(String[]::new);
        Tuple parameters = Tuple.tuple().addValue(ids).addValue(earliest.atOffset(ZoneOffset.UTC));
        return transaction
                .preparedQuery(BALANCES)
                .execute(parameters)
                .map(rows -> changes(
                        charges, StreamSupport.stream(rows.spliterator(), false).toList()));
    }

    /** @param balances ascending by period, so that the last one of a budget is its newest */
    private static BudgetChanges changes(List<Charge> charges, List<Row> balances) {
        Map<String, Map<Instant, BudgetState>> states = new HashMap<>();
        Map<String, BudgetState> newest = new HashMap<>();
        Map<String, BudgetDefinition> budgets = new HashMap<>();
        charges.forEach(charge -> budgets.putIfAbsent(charge.budget().id(), charge.budget()));
        for (Row balance : balances) {
            BudgetDefinition budget = budgets.get(balance.getString("budget_id"));
            if (budget == null) {
                throw new IllegalStateException("a balance was read of a budget that was not asked for");
            }
            Instant start = balance.getOffsetDateTime("period_start").toInstant();
            BudgetState state = budget.state(
                    budget.periodAt(start), balance.getLong("version"), balance.getBigDecimal("committed_pico"));
            states.computeIfAbsent(budget.id(), ignored -> new HashMap<>()).put(start, state);
            newest.put(budget.id(), state);
        }
        Map<String, List<BudgetState>> byOrganization = new HashMap<>();
        Map<String, BudgetPublished> published = new HashMap<>();
        for (Charge charge : charges) {
            BudgetDefinition budget = charge.budget();
            BudgetState state = states.getOrDefault(budget.id(), Map.of())
                    .get(charge.period().start());
            if (state != null) {
                byOrganization
                        .computeIfAbsent(budget.organization(), ignored -> new ArrayList<>())
                        .add(state);
                if (charge.isSpent()) {
                    BudgetState latest = newest.getOrDefault(budget.id(), state);
                    published.put(budget.id(), budget.published(latest));
                }
            }
        }
        return new BudgetChanges(byOrganization, List.copyOf(published.values()));
    }

    private static OffsetDateTime[] instants(List<Charge> charges, Function<Charge, Instant> column) {
        return charges.stream()
                .map(column)
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
