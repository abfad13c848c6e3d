package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.money.Money;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something about money that somebody should know of. A threshold is reported once for each budget, period and threshold.
 *
 * @param alertId UUIDv7
 * @param organization whose money it is
 * @param project the project it concerns, if it is one
 * @param kind what happened
 * @param subject what it is about: the budget's id, or what was found to be unusual
 * @param raisedAt when it was noticed
 * @param periodStart first instant of the period it is about
 * @param thresholdPercent the share of the limit that was reached; for {@link Kind#THRESHOLD_REACHED}
 * @param limit the budget's limit
 * @param committed what was spent when it was noticed
 * @param message one sentence for a person, without anything that a caller wrote
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AlertRaised(
        UUID alertId,
        String organization,
        @Nullable String project,
        Kind kind,
        String subject,
        Instant raisedAt,
        @Nullable Instant periodStart,
        @Nullable Integer thresholdPercent,
        @Nullable Money limit,
        @Nullable Money committed,
        String message) {

    public AlertRaised {
        Objects.requireNonNull(alertId, "alert_id");
        if (alertId.version() != 7) {
            throw new IllegalArgumentException("alert_id must be a UUIDv7: " + alertId);
        }
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(raisedAt, "raised_at");
        Objects.requireNonNull(message, "message");
        if (thresholdPercent != null && thresholdPercent < 1) {
            throw new IllegalArgumentException("threshold_percent must be 1 or more: " + thresholdPercent);
        }
    }

    /** What happened. */
    public enum Kind {
        @JsonProperty("threshold_reached")
        THRESHOLD_REACHED,
        /** A budget's limit is spent. */
        @JsonProperty("budget_exceeded")
        BUDGET_EXCEEDED,
        /** Spend is far from what it usually is. */
        @JsonProperty("anomaly")
        ANOMALY
    }
}
