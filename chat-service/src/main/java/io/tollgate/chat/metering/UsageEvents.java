package io.tollgate.chat.metering;

import io.tollgate.chat.reservation.OutboxEntry;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.price.PriceVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds usage events from attempts. */
public final class UsageEvents {

    /** The service, never the pod: an event that another pod sends again is the same event. */
    private static final String SOURCE = "/tollgate/chat-service";

    private UsageEvents() {}

    /**
     * The event that stands for an attempt whose process died. It charges the bound that was reserved: the most that the
     * provider can have billed, until reconciliation knows better.
     *
     * @param lease after which the attempt is given up
     */
    public static OutboxEntry orphan(Attempt attempt, Duration lease) {
        UsageRecorded event = event(
                attempt,
                new AttemptEnd(
                        Status.ORPHANED, attempt.bound(), UsageSource.ESTIMATE, null, attempt.serviceTier(), null),
                attempt.startedAt().plus(lease));
        return new OutboxEntry(attempt.traceParent(), EventJson.write(EventType.USAGE_RECORDED, event));
    }

    static UsageRecorded event(Attempt attempt, AttemptEnd end, Instant completedAt) {
        return event(attempt, end, completedAt, null);
    }

    /** The event of an answer that was given again: what it consumed when it was new, which is not consumed now. */
    static UsageRecorded served(Attempt attempt, AttemptEnd end, Instant completedAt) {
        return event(attempt, end, completedAt, ServedFrom.CACHE);
    }

    private static UsageRecorded event(
            Attempt attempt, AttemptEnd end, Instant completedAt, @Nullable ServedFrom servedFrom) {
        return new UsageRecorded(
                attempt.attemptId(),
                attempt.requestId(),
                attempt.number(),
                attempt.caller().organization(),
                attempt.caller().project(),
                attempt.caller().keyId(),
                attempt.endUser(),
                attempt.provider(),
                attempt.modelRequested(),
                Objects.requireNonNullElse(end.modelBilled(), attempt.model()),
                attempt.operation(),
                // The tier that was asked for is not the tier that was billed: a provider may ignore it.
                Objects.requireNonNullElse(end.serviceTier(), PriceVersion.DEFAULT_TIER),
                attempt.startedAt(),
                completedAt.isBefore(attempt.startedAt()) ? attempt.startedAt() : completedAt,
                end.status(),
                end.usage(),
                end.source(),
                end.responseId(),
                servedFrom,
                attempt.tags(),
                attempt.region());
    }

    static CloudEventAttributes attributes(UsageRecorded event) {
        return new CloudEventAttributes(
                event.attemptId().toString(),
                SOURCE,
                EventType.USAGE_RECORDED.type(),
                "organization/" + event.organization() + "/project/" + event.project() + "/key/" + event.key(),
                event.completedAt());
    }
}
