package io.tollgate.bench.ingest;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Everything that is counted, as it stood at one time.
 *
 * @param figures billing-service's metrics
 * @param nanos the clock
 * @param walBytes written by PostgreSQL to its log
 */
record Reading(
        Figures figures,
        long nanos,
        Duration billing,
        Duration postgresql,
        Duration kafka,
        Duration generator,
        long walBytes) {

    static final String TITLES = "events/s | events a batch | commit p99 ms | lag p99 ms | CPU us/event: billing"
            + " | PostgreSQL | Kafka | generator | all | WAL bytes/event";

    private static final String COMMITTED = "billing_usage_events_total";
    private static final String COMMIT = "billing_commit_duration_seconds";
    private static final String LAG = "billing_usage_lag_seconds";
    private static final String BATCH = "billing_batch_size";

    static Reading take(BillingProcess billing, Servers servers)
            throws IOException, InterruptedException, SQLException {
        return new Reading(
                billing.figures(),
                System.nanoTime(),
                CpuTime.of(billing.pid()),
                CpuTime.of(servers.pid("postgresql")),
                CpuTime.of(servers.pid("kafka")),
                CpuTime.alone(ProcessHandle.current().pid()),
                new Database(servers).walBytes());
    }

    /** Attempts committed so far. */
    static double committed(Figures figures) {
        return figures.sum(COMMITTED + "{outcome=\"rated\"");
    }

    /** One line of the table: what happened since then. */
    String since(Reading before) {
        double events = committed(figures) - committed(before.figures);
        double batches = figures.sum(BATCH + "_count") - before.figures.sum(BATCH + "_count");
        Duration all = billing.plus(postgresql).plus(kafka).plus(generator);
        Duration allBefore =
                before.billing.plus(before.postgresql).plus(before.kafka).plus(before.generator);
        return "%.0f | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f"
                .formatted(
                        events * 1e9 / (nanos - before.nanos),
                        events / batches,
                        figures.p99Millis(COMMIT, before.figures),
                        figures.p99Millis(LAG, before.figures),
                        micros(billing, before.billing) / events,
                        micros(postgresql, before.postgresql) / events,
                        micros(kafka, before.kafka) / events,
                        micros(generator, before.generator) / events,
                        micros(all, allBefore) / events,
                        (walBytes - before.walBytes) / events);
    }

    private static double micros(Duration after, Duration before) {
        return after.minus(before).toNanos() / 1e3;
    }
}
