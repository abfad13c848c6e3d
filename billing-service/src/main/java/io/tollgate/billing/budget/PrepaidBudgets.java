package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The balance of an organization that pays ahead, as a hard budget without end over all it does: the limit is what it was
 * credited, committed is what it was charged, and what is left between them is the balance. It is refused, published and
 * rebuilt like every other budget, and bounded as tightly. Only credits change its limit.
 */
@ApplicationScoped
public class PrepaidBudgets {

    private static final long MOST_PICO = 9_000_000_000_000_000_000L;

    private static final String OPEN = """
            INSERT INTO budget (id, organization, scope, scope_id, interval_unit, time_zone, enforcement, unpriced,
                limit_pico, origin, active, version, created_at)
            VALUES ($1, $2, 'organization', $2, 'lifetime', 'UTC', 'hard', 'refuse', $3, 'prepaid', true, 1, $4)
            ON CONFLICT DO NOTHING""";
    private static final String OPEN_BALANCE = """
            INSERT INTO budget_balance (budget_id, period_start, period_end, committed_pico, version)
            VALUES ($1, $2, $3, $4, 1)""";
    private static final String LOCK =
            "SELECT id, limit_pico FROM budget WHERE organization = $1 AND origin = 'prepaid' AND active FOR UPDATE";
    private static final String CHANGE = """
            WITH changed AS (
                UPDATE budget SET limit_pico = $2, active = $3, version = version + 1 WHERE id = $1 RETURNING id, version
            )
            UPDATE budget_balance SET version = changed.version FROM changed WHERE budget_id = changed.id""";
    private static final String READ = "SELECT " + BudgetColumns.DEFINITION + """
            , budget.version AS state_version, committed_pico
            FROM budget JOIN budget_balance ON budget_id = budget.id WHERE budget.id = $1""";

    private final Outbox outbox;
    private final Identifiers identifiers;
    private final Clock clock;

    PrepaidBudgets(Outbox outbox, Identifiers identifiers, Clock clock) {
        this.outbox = outbox;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Until the transaction ends no usage is written, so that what it reads of charges is all there is. */
    public Uni<Void> lockOutUsage(SqlConnection transaction) {
        return AdvisoryLock.BUDGET_SET.exclusive(transaction);
    }

    /**
     * Makes an organization prepaid, under {@link #lockOutUsage}.
     *
     * @param limitPico what it may be charged, 0 or more
     * @param committedPico what of that it was charged already, 0 or more
     * @return the budget's id; fails with 409 if the organization is prepaid already
     */
    public Uni<String> open(
            SqlConnection transaction, String organization, BigDecimal limitPico, BigDecimal committedPico) {
        String id = identifiers.next("budget");
        BudgetPeriod period = BudgetInterval.LIFETIME.periodAt(clock.instant(), ZoneOffset.UTC);
        return transaction
                .preparedQuery(OPEN)
                .execute(Tuple.of(id, organization, bounded(limitPico), utc(clock.instant())))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ApiException.conflict("Organization '" + organization + "' is prepaid already.");
                    }
                })
                .chain(() -> transaction
                        .preparedQuery(OPEN_BALANCE)
                        .execute(Tuple.of(id, utc(period.start()), utc(period.end()), committedPico)))
                .chain(() -> publish(transaction, id))
                .replaceWith(id);
    }

    /**
     * Moves the limit of an organization's prepaid budget; does nothing if it is not prepaid. A limit is never below zero:
     * what is taken back may be spent already.
     *
     * @param pico above zero for a credit, below for what is taken back
     */
    public Uni<Void> move(SqlConnection transaction, String organization, BigDecimal pico) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(organization)).chain(rows -> {
            if (!rows.iterator().hasNext()) {
                return Uni.createFrom().voidItem();
            }
            Row row = rows.iterator().next();
            BigDecimal moved = BigDecimal.valueOf(row.getLong("limit_pico")).add(pico);
            return change(transaction, row.getString("id"), bounded(moved.max(BigDecimal.ZERO)), true);
        });
    }

    /** Ends it: the organization is billed for what it uses. Fails with 404 if it is not prepaid. */
    public Uni<String> close(SqlConnection transaction, String organization) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(organization)).chain(rows -> {
            if (!rows.iterator().hasNext()) {
                throw ApiException.notFound("prepayment of organization", organization);
            }
            Row row = rows.iterator().next();
            String id = row.getString("id");
            return change(transaction, id, row.getLong("limit_pico"), false).replaceWith(id);
        });
    }

    private Uni<Void> change(SqlConnection transaction, String id, long limitPico, boolean active) {
        return transaction
                .preparedQuery(CHANGE)
                .execute(Tuple.of(id, limitPico, active))
                .chain(() -> publish(transaction, id));
    }

    private Uni<Void> publish(SqlConnection transaction, String id) {
        Instant now = clock.instant();
        return transaction.preparedQuery(READ).execute(Tuple.of(id)).chain(rows -> {
            Row row = rows.iterator().next();
            BudgetDefinition budget = BudgetColumns.definition(row);
            var state = budget.state(
                    budget.periodAt(now), row.getLong("state_version"), row.getBigDecimal("committed_pico"));
            return outbox.append(transaction, List.of(PublishedBudgets.message(budget.published(state), now)));
        });
    }

    private static long bounded(BigDecimal pico) {
        if (pico.compareTo(BigDecimal.valueOf(MOST_PICO)) > 0) {
            throw ApiException.conflict("A prepaid organization can be credited at most " + BudgetInput.MOST_USD
                    + " dollars in all. End the prepayment and begin it anew to start counting again.");
        }
        return pico.longValueExact();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
