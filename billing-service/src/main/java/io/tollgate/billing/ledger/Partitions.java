package io.tollgate.billing.ledger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.StartUpTask;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Creates the monthly partitions of the ledger ahead of time, and drops those that retention does not keep. */
@ApplicationScoped
public class Partitions implements StartUpTask {

    private static final String CREATE = "SELECT count(*) FROM create_month_partitions($1, $2)";

    private static final String DROP = "SELECT drop_month_partitions($1) AS dropped";
    private static final Logger LOG = Logger.getLogger(Partitions.class);

    private final Pool pool;
    private final LedgerConfig config;
    private final Clock clock;
    private volatile PartitionWindow window;

    Partitions(Pool pool, LedgerConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        // Nothing is taken before start-up has created the partitions, so this is never seen too early.
        this.window = PartitionWindow.around(clock.instant(), config.monthsBack(), config.monthsAhead());
    }

    @Override
    public Phase phase() {
        return Phase.STORAGE;
    }

    @Override
    public Uni<Void> run() {
        PartitionWindow next = PartitionWindow.around(clock.instant(), config.monthsBack(), config.monthsAhead());
        return pool.withTransaction(transaction -> AdvisoryLock.START_UP
                        .exclusive(transaction)
                        .chain(() -> transaction
                                .preparedQuery(CREATE)
                                .execute(Tuple.of(
                                        next.first().atDay(1), next.last().atDay(1)))))
                .invoke(() -> window = next)
                .replaceWithVoid();
    }

    /** Long before a prepared month is needed; a failure is repeated at the next time. */
    @Scheduled(every = "12h", delayed = "12h")
    Uni<Void> maintain() {
        return run().chain(this::dropExpired);
    }

    /** Drops the months that are older than the retention. */
    Uni<Void> dropExpired() {
        LocalDate kept = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC))
                .minusMonths(config.retentionMonths())
                .atDay(1);
        return pool.withTransaction(transaction -> AdvisoryLock.START_UP
                        .exclusive(transaction)
                        .chain(() -> transaction.preparedQuery(DROP).execute(Tuple.of(kept))))
                .invoke(rows -> {
                    int dropped = rows.iterator().next().getInteger("dropped");
                    if (dropped > 0) {
                        LOG.infof("expired partitions dropped: partitions=%d before=%s", dropped, kept);
                    }
                })
                .replaceWithVoid();
    }

    /** The months that exist now. */
    public PartitionWindow window() {
        return window;
    }
}
