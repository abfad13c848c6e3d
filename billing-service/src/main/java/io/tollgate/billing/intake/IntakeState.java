package io.tollgate.billing.intake;

import io.tollgate.billing.telemetry.BillingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether usage flows into the ledger. */
@ApplicationScoped
class IntakeState {

    private static final Logger LOG = Logger.getLogger(IntakeState.class);

    private final BillingMetrics metrics;
    private final AtomicReference<@Nullable String> obstacle = new AtomicReference<>();

    IntakeState(BillingMetrics metrics) {
        this.metrics = metrics;
    }

    void flows() {
        if (obstacle.getAndSet(null) != null) {
            LOG.info("usage flows again");
            metrics.intakeStalled(false);
        }
    }

    void stalled(Throwable failure) {
        metrics.databaseRetried();
        metrics.intakeStalled(true);
        if (obstacle.getAndSet(failure.toString()) == null) {
            LOG.error("a batch of usage cannot be written, it is repeated until it can be", failure);
        }
    }

    /** Why nothing flows, empty if it does. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle.get());
    }
}
