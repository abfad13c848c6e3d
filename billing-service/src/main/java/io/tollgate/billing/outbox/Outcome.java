package io.tollgate.billing.outbox;

import io.tollgate.contracts.event.EventType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** What became of a row that was sent. */
enum Outcome {
    ACKNOWLEDGED,
    /** Kafka will never take it: it must not hold up what stands behind it. */
    REFUSED,
    /** It may succeed the next time, and it may have arrived. */
    UNKNOWN;

    /**
     * A row that is too large or for an impossible topic is refused whatever it says. A missing permission is mended, and
     * states of a compacted topic wait for that in their order; dead letters have no order and are put aside.
     */
    static Outcome of(String topic, Throwable failure) {
        boolean deadLetter = topic.equals(EventType.USAGE_RECORDED.deadLetterTopic());
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException
                    || cause instanceof InvalidTopicException
                    || (deadLetter && cause instanceof AuthorizationException)) {
                return REFUSED;
            }
        }
        return UNKNOWN;
    }
}
