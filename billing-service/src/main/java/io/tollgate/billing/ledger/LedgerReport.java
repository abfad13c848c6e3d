package io.tollgate.billing.ledger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.tollgate.billing.ledger.Rate.RatingStatus;
import io.tollgate.billing.telemetry.BillingMetrics;
import io.tollgate.billing.telemetry.LedgerSpans;
import io.tollgate.contracts.event.UsageRecorded;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Metrics, spans and logs of what was committed. */
@ApplicationScoped
class LedgerReport {

    private static final Logger LOG = Logger.getLogger(LedgerReport.class);
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("tollgate.attempt.id");
    private static final AttributeKey<String> RATING = AttributeKey.stringKey("tollgate.rating.status");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.response.model");

    private final BillingMetrics metrics;
    private final LedgerSpans spans;
    private final Clock clock;

    LedgerReport(BillingMetrics metrics, LedgerSpans spans, Clock clock) {
        this.metrics = metrics;
        this.spans = spans;
        this.clock = clock;
    }

    void committed(Batch batch, Admission admission, Instant started) {
        Instant ended = clock.instant();
        metrics.committed(batch.usages().size() + batch.deadLetters().size(), Duration.between(started, ended));
        metrics.counted("duplicate", admission.duplicates().size() + batch.repeated());
        // Counted first: the registry is asked once for each outcome, not once for each event.
        Map<RatingStatus, Long> outcomes = admission.fresh().stream()
                .collect(Collectors.groupingBy(usage -> usage.rate().status(), Collectors.counting()));
        outcomes.forEach((outcome, events) -> metrics.counted(outcome.stored(), events));
        for (RatedUsage usage : admission.fresh()) {
            metrics.usageLagged(Duration.between(usage.event().completedAt(), ended));
            if (usage.arrival().traceParent() != null) {
                spans.ledgerWritten(usage.arrival().source().headers(), started, ended, attributes(usage));
            }
        }
        batch.deadLetters().forEach(this::deadLettered);
        admission.conflicts().forEach(usage -> deadLettered(Batch.conflict(usage.arrival())));
    }

    private void deadLettered(DeadLetter letter) {
        metrics.deadLettered(letter.reason().code());
        LOG.warnf(
                "usage record not taken, it goes to the dead letter topic: reason=%s source=%s",
                letter.reason().code(), letter.source().position());
    }

    private static Attributes attributes(RatedUsage usage) {
        UsageRecorded event = usage.event();
        return Attributes.of(
                SYSTEM, "kafka",
                DESTINATION, usage.arrival().source().topic(),
                ATTEMPT, event.attemptId().toString(),
                RATING, usage.rate().status().stored(),
                PROVIDER, event.provider(),
                MODEL, event.modelBilled());
    }
}
