package io.tollgate.billing.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Every metric of this service. Tags are bounded sets; never a tenant, a key or a model. */
@ApplicationScoped
public class BillingMetrics {

    private static final String EVENTS = "billing.usage.events";

    private final MeterRegistry registry;
    private final Timer commit;
    private final DistributionSummary batchSize;
    private final Timer usageLag;
    private final AtomicLong stalled;
    private final AtomicLong unrated;
    private final AtomicLong auditMismatches;

    BillingMetrics(MeterRegistry registry) {
        this.registry = registry;
        commit = Timer.builder("billing.commit.duration")
                .description("one ledger transaction, from its begin to its commit")
                .publishPercentileHistogram()
                .register(registry);
        batchSize = DistributionSummary.builder("billing.batch.size")
                .description("records in one batch of the usage topic")
                .register(registry);
        usageLag = Timer.builder("billing.usage.lag")
                .description("from the end of an attempt to its row in the ledger")
                .publishPercentileHistogram()
                .register(registry);
        stalled = registry.gauge("billing.intake.stalled", new AtomicLong());
        unrated = registry.gauge("billing.unrated.waiting", new AtomicLong());
        auditMismatches = registry.gauge("billing.audit.mismatches", new AtomicLong());
    }

    /** @param outcome rated, unrated, none or duplicate */
    public void counted(String outcome, long events) {
        registry.counter(EVENTS, "outcome", outcome).increment((double) events);
    }

    /** @param reason why, one of a closed set */
    public void deadLettered(String reason) {
        registry.counter("billing.usage.dead.letters", "reason", reason).increment();
    }

    public void databaseRetried() {
        registry.counter("billing.database.retries").increment();
    }

    public void intakeStalled(boolean isStalled) {
        stalled.set(isStalled ? 1 : 0);
    }

    /** Attempts that wait for a price. */
    public void unratedWaiting(long attempts) {
        unrated.set(attempts);
    }

    /** Sums of closed days that do not agree with the ledger's rows: must be zero. */
    public void auditMismatched(long sums) {
        auditMismatches.set(sums);
    }

    public void committed(int records, Duration duration) {
        batchSize.record(records);
        commit.record(duration);
    }

    public void usageLagged(Duration lag) {
        usageLag.record(lag.isNegative() ? Duration.ZERO : lag);
    }

    /**
     * @param channel webhook or email
     * @param outcome delivered, failed, or pending: failed for now
     */
    public void alertDelivered(String channel, String outcome) {
        registry.counter("billing.alert.deliveries", "channel", channel, "outcome", outcome)
                .increment();
    }

    /** @param topic one of the few that the outbox writes to */
    public void parked(String topic) {
        registry.counter("billing.outbox.parked", "topic", topic).increment();
    }

    /** @param topic one of the few that the outbox writes to; on the access topic this is how long a revocation takes */
    public void published(String topic, Duration lag) {
        Timer.builder("billing.outbox.lag")
                .description("from the transaction that said something to the broker's acknowledgement")
                .tag("topic", topic)
                .publishPercentileHistogram()
                .register(registry)
                .record(lag.isNegative() ? Duration.ZERO : lag);
    }
}
