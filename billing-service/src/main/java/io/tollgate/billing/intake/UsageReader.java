package io.tollgate.billing.intake;

import io.tollgate.billing.ledger.DeadLetter;
import io.tollgate.billing.ledger.DeadLetter.Reason;
import io.tollgate.billing.ledger.PartitionWindow;
import io.tollgate.billing.ledger.SourceRecord;
import io.tollgate.billing.ledger.UsageArrival;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.UsageRecorded;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells usage from what is not usage, one record at a time: a bad record harms no other. */
final class UsageReader {

    /** How far ahead of ours another machine's clock may be. */
    static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

    private UsageReader() {}

    static Reading read(List<SourceRecord> records, PartitionWindow window, Instant now) {
        List<UsageArrival> arrivals = new ArrayList<>();
        List<DeadLetter> deadLetters = new ArrayList<>();
        for (SourceRecord source : records) {
            try {
                arrivals.add(read(source, window, now));
            } catch (RefusedException refused) {
                deadLetters.add(refused.letter);
            }
        }
        return new Reading(arrivals, deadLetters);
    }

    private static UsageArrival read(SourceRecord source, PartitionWindow window, Instant now) throws RefusedException {
        CloudEventAttributes attributes = attributes(source);
        UsageRecorded event = event(source);
        if (!attributes.id().equals(event.attemptId().toString())) {
            throw new RefusedException(
                    Reason.BAD_HEADERS,
                    "header ce_id '" + attributes.id() + "' is not the attempt " + event.attemptId(),
                    source);
        }
        Instant latest = now.plus(TOLERATED_SKEW);
        if (event.startedAt().isAfter(latest) || event.completedAt().isAfter(latest)) {
            throw new RefusedException(
                    Reason.TIME_AHEAD,
                    "completed_at " + event.completedAt() + " is more than " + TOLERATED_SKEW + " ahead of " + now,
                    source);
        }
        if (!window.holds(event.attemptId())) {
            throw new RefusedException(
                    Reason.OUTSIDE_LEDGER,
                    "attempt " + event.attemptId() + " was made outside " + window.first() + " to " + window.last(),
                    source);
        }
        Instant earliest = window.start().minus(TOLERATED_SKEW);
        if (event.startedAt().isBefore(earliest)) {
            throw new RefusedException(
                    Reason.OUTSIDE_LEDGER, "started_at " + event.startedAt() + " is before " + earliest, source);
        }
        return UsageArrival.of(event, source);
    }

    private static CloudEventAttributes attributes(SourceRecord source) throws RefusedException {
        CloudEventAttributes attributes;
        try {
            attributes = CloudEventAttributes.fromHeaders(source.headers()::get);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new RefusedException(Reason.BAD_HEADERS, String.valueOf(wrong.getMessage()), source);
        }
        String expected = EventType.USAGE_RECORDED.type();
        if (!attributes.type().equals(expected)) {
            throw new RefusedException(
                    Reason.BAD_HEADERS, "header ce_type is '" + attributes.type() + "', not " + expected, source);
        }
        return attributes;
    }

    private static UsageRecorded event(SourceRecord source) throws RefusedException {
        try {
            return EventJson.read(EventType.USAGE_RECORDED, source.payload().getBytes());
        } catch (MalformedEventException malformed) {
            throw new RefusedException(Reason.MALFORMED, String.valueOf(malformed.getMessage()), source);
        }
    }

    /** Internal: how a check says no. */
    private static final class RefusedException extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient DeadLetter letter;

        RefusedException(Reason reason, String detail, SourceRecord source) {
            super(detail, null, false, false);
            letter = new DeadLetter(reason, detail, source);
        }
    }
}
