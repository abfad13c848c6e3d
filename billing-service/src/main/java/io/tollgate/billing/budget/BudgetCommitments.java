package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.budget.BudgetAlerts.Assessed;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.contracts.event.BudgetPublished;
import io.tollgate.contracts.event.BudgetState;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Adds a batch's spend to the budgets, inside the batch's transaction. Rows are locked in ascending order of the budget,
 * so that two batches cannot wait for each other, and a budget's version grows in the order of the commits.
 */
@ApplicationScoped
public class BudgetCommitments {

    /** Those over models hold a pattern, which is looked at in memory. */
    private static final String LOCK_BUDGETS = "SELECT " + BudgetColumns.DEFINITION + """
             FROM budget
            WHERE active AND organization = ANY($2::text[]) AND (scope = 'model' OR scope_id = ANY($1::text[]))
            ORDER BY id FOR UPDATE""";

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

    private final BudgetAlerts alerts;
    private final Clock clock;

    BudgetCommitments(BudgetAlerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /** To be held while a batch is written: see {@link AdvisoryLock#BUDGET_SET}. */
    public Uni<Void> hold(SqlConnection transaction) {
        return AdvisoryLock.BUDGET_SET.shared(transaction);
    }

    /** Spends with an amount are added; those without only have the state of their budgets told. */
    public Uni<BudgetChanges> commit(SqlConnection transaction, List<Spend> spends) {
        String[] scopes = scopes(spends);
        String[] organizations =
                spends.stream().map(Spend::organization).distinct().toArray(String[]::new);
        return transaction
                .preparedQuery(LOCK_BUDGETS)
                .execute(Tuple.of(scopes, organizations))
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

    private static String[] scopes(List<Spend> spends) {
        Set<String> scopes = new TreeSet<>();
        for (Spend spend : spends) {
            scopes.add(spend.organization());
            scopes.add(spend.project());
            scopes.add(spend.key());
            if (spend.endUser() != null) {
                scopes.add(spend.endUser());
            }
            spend.tags().forEach((tag, value) -> scopes.add(tag + "=" + value));
        }
        // No budget can be over what holds a NUL, and PostgreSQL cannot be asked about it.
        scopes.removeIf(scope -> scope.indexOf('\0') >= 0);
        return scopes.toArray(String[]::new);
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

    private Uni<BudgetChanges> changes(SqlConnection transaction, List<Charge> charges) {
        Instant now = clock.instant();
        Instant earliest = charges.stream()
                .map(charge -> charge.period().start())
                .min(Instant::compareTo)
                .orElseThrow();
        List<BudgetDefinition> budgets =
                charges.stream().map(Charge::budget).distinct().toList();
        return BudgetStates.read(transaction, budgets, earliest, now)
                .call(states -> alerts.raise(transaction, assessed(charges, states)))
                .map(states -> changes(charges, states));
    }

    private static List<Assessed> assessed(List<Charge> charges, BudgetStates states) {
        return charges.stream()
                .filter(Charge::isSpent)
                .flatMap(charge -> Stream.ofNullable(
                                states.at(charge.budget(), charge.period().start()))
                        .map(state -> new Assessed(charge.budget(), state)))
                .distinct()
                .toList();
    }

    private static BudgetChanges changes(List<Charge> charges, BudgetStates states) {
        Map<String, Set<BudgetState>> byOrganization = new HashMap<>();
        Map<String, BudgetPublished> published = new HashMap<>();
        for (Charge charge : charges) {
            BudgetDefinition budget = charge.budget();
            BudgetState state = states.at(budget, charge.period().start());
            BudgetState newest = states.newest(budget);
            if (state == null || newest == null) {
                continue;
            }
            byOrganization
                    .computeIfAbsent(budget.organization(), ignored -> new LinkedHashSet<>())
                    .add(state);
            if (charge.isSpent()) {
                published.put(budget.id(), budget.published(newest));
            }
        }
        Map<String, List<BudgetState>> lists = new HashMap<>();
        byOrganization.forEach((organization, touched) -> lists.put(organization, List.copyOf(touched)));
        return new BudgetChanges(lists, List.copyOf(published.values()));
    }

    private static OffsetDateTime[] instants(List<Charge> charges, Function<Charge, Instant> column) {
        return charges.stream()
                .map(column)
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
