package io.tollgate.billing.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.contracts.budget.BudgetPeriod;
import io.tollgate.contracts.budget.ModelGlob;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Committed spend, for transactions that go through Hibernate. */
@ApplicationScoped
class Balances {

    private static final String LOCK_OUT_BATCHES = "SELECT count(*) FROM pg_advisory_xact_lock(:lock)";

    private static final String OF_SCOPE = """
             FROM usage_charge
            WHERE started_at >= :start AND started_at < :end AND organization = :organization AND CASE :scope
                WHEN 'project' THEN project = :scopeId
                WHEN 'key' THEN key = :scopeId
                WHEN 'end_user' THEN end_user = :scopeId
                WHEN 'model' THEN model_requested LIKE :pattern
                WHEN 'tag' THEN tags ->> :tagName = :tagValue
                ELSE true END""";
    private static final String SPENT = "SELECT coalesce(sum(charged_pico), 0)" + OF_SCOPE;
    private static final String OPEN_HOURS = """
            INSERT INTO budget_balance (budget_id, period_start, period_end, committed_pico, version)
            SELECT :budget, hour, hour + interval '1 hour', sum(charged_pico), 1 FROM (
                SELECT date_trunc('hour', started_at, 'UTC') AS hour, charged_pico""" + OF_SCOPE + """
            ) AS hourly GROUP BY hour""";

    private static final String OPEN = """
            INSERT INTO budget_balance (budget_id, period_start, period_end, committed_pico, version)
            VALUES (:budget, :start, :end, :committed, :version)
            ON CONFLICT (budget_id, period_start) DO UPDATE SET version = EXCLUDED.version""";

    private static final String COMMITTED = """
            SELECT coalesce(sum(committed_pico), 0) FROM budget_balance
            WHERE budget_id = :budget AND period_start >= :start AND period_start < :end""";

    /**
     * Until the transaction ends no batch is written, so that a budget created in it misses no spend: what is committed
     * before is counted by {@link #spent}, what comes after finds the budget.
     */
    Uni<Void> lockOutBatches(Mutiny.Session session) {
        return session.createNativeQuery(LOCK_OUT_BATCHES, Long.class)
                .setParameter("lock", AdvisoryLock.BUDGET_SET.number())
                .getSingleResult()
                .replaceWithVoid();
    }

    /** What the ledger holds for the budget's scope in a period, in pico-dollars. */
    Uni<BigDecimal> spent(Mutiny.Session session, BudgetDefinition budget, BudgetPeriod period) {
        var query = session.createNativeQuery(SPENT, BigDecimal.class);
        ofScope(budget, period.start(), period.end()).forEach(query::setParameter);
        return query.getSingleResult();
    }

    /** One row for each hour of a rolling window in which the ledger holds something for the budget's scope. */
    Uni<Void> openHours(Mutiny.Session session, BudgetDefinition budget, Instant start, Instant end) {
        var query = session.createNativeQuery(OPEN_HOURS);
        ofScope(budget, start, end).forEach(query::setParameter);
        query.setParameter("budget", budget.id());
        return query.executeUpdate().replaceWithVoid();
    }

    private static Map<String, Object> ofScope(BudgetDefinition budget, Instant start, Instant end) {
        return Map.of(
                "start", utc(start),
                "end", utc(end),
                "organization", budget.organization(),
                "scope", BudgetColumns.word(budget.scope()),
                "scopeId", budget.scopeId(),
                "pattern", ModelGlob.toLike(budget.scopeId()),
                "tagName", budget.tagName(),
                "tagValue", budget.tagValue());
    }

    /** Creates the period's row with this amount, or only moves an existing row's version. */
    Uni<Void> open(Mutiny.Session session, String budget, BudgetPeriod period, BigDecimal committed, long version) {
        return session.createNativeQuery(OPEN)
                .setParameter("budget", budget)
                .setParameter("start", utc(period.start()))
                .setParameter("end", utc(period.end()))
                .setParameter("committed", committed)
                .setParameter("version", version)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What is committed now: in the period, or in the hours of a rolling window; zero if nothing was spent in it yet. */
    Uni<BigDecimal> committed(Mutiny.Session session, BudgetDefinition budget, Instant now) {
        return session.createNativeQuery(COMMITTED, BigDecimal.class)
                .setParameter("budget", budget.id())
                .setParameter("start", utc(budget.window().startAt(now)))
                .setParameter("end", utc(budget.periodAt(now).end()))
                .getSingleResult();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
