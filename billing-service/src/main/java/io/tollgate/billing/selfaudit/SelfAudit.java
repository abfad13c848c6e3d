package io.tollgate.billing.selfaudit;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.Independently;
import io.tollgate.billing.lifecycle.StartUp;
import io.tollgate.billing.telemetry.BillingMetrics;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Every hour looks at the days that closed: recomputes from the rows, in one snapshot, what is derived from them. A mismatch
 * is a defect or a hand in the database; the metric must be zero.
 */
@ApplicationScoped
class SelfAudit {

    private static final Logger LOG = Logger.getLogger(SelfAudit.class);

    /** Yesterday, and the days before it that late usage and corrections still reach. */
    private static final int DAYS = 7;

    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final String KEEP = """
            INSERT INTO self_audit (day, check_name, compared, mismatched, detail, checked_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (day, check_name) DO UPDATE SET compared = EXCLUDED.compared, mismatched = EXCLUDED.mismatched,
                detail = EXCLUDED.detail, checked_at = EXCLUDED.checked_at""";
    private static final String STANDING = "SELECT coalesce(sum(mismatched), 0) AS mismatched FROM self_audit";

    private final Pool pool;
    private final StartUp startUp;
    private final BillingMetrics metrics;
    private final Clock clock;

    SelfAudit(Pool pool, StartUp startUp, BillingMetrics metrics, Clock clock) {
        this.pool = pool;
        this.startUp = startUp;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> auditClosedDays() {
        if (!startUp.isCompleted()) {
            return Uni.createFrom().voidItem();
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Independently.forEach(
                today.minusDays(DAYS).datesUntil(today).toList(),
                day -> "self-audit, day=" + day,
                day -> audit(day).replaceWithVoid());
    }

    /** Audits one day and keeps what was found. */
    Uni<List<Finding>> audit(LocalDate day) {
        Tuple range = Tuple.of(utc(day), utc(day.plusDays(1)));
        return pool.withTransaction(
                        transaction -> transaction.query(SNAPSHOT).execute().chain(() -> compare(transaction, range)))
                .call(findings -> keep(day, findings))
                .call(this::measure);
    }

    private static Uni<List<Finding>> compare(SqlConnection transaction, Tuple range) {
        List<Finding> findings = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Check check : Check.values()) {
            all = all.chain(() -> transaction.preparedQuery(check.statement()).execute(range))
                    .invoke(rows ->
                            findings.add(Finding.of(check, rows.iterator().next())))
                    .replaceWithVoid();
        }
        return all.replaceWith(findings);
    }

    private Uni<Void> keep(LocalDate day, List<Finding> findings) {
        Instant now = clock.instant();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Finding finding : findings) {
            if (finding.mismatched() > 0) {
                LOG.errorf(
                        "self-audit found a mismatch: day=%s check=%s mismatched=%d first=%s",
                        day, finding.check().stored(), finding.mismatched(), finding.detail());
            }
            all = all.chain(() -> pool.preparedQuery(KEEP)
                    .execute(Tuple.of(
                            day,
                            finding.check().stored(),
                            finding.compared(),
                            finding.mismatched(),
                            finding.detail(),
                            now.atOffset(ZoneOffset.UTC)))
                    .replaceWithVoid());
        }
        return all;
    }

    private Uni<Void> measure() {
        return pool.query(STANDING)
                .execute()
                .invoke(rows -> metrics.auditMismatched(
                        rows.iterator().next().getBigDecimal("mismatched").longValueExact()))
                .replaceWithVoid();
    }

    private static OffsetDateTime utc(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    /**
     * @param compared sums that were compared
     * @param detail the first that did not agree, empty if all did
     */
    record Finding(Check check, long compared, long mismatched, String detail) {

        static Finding of(Check check, Row row) {
            String detail = row.getString("detail");
            return new Finding(check, row.getLong("compared"), row.getLong("mismatched"), detail == null ? "" : detail);
        }
    }
}
