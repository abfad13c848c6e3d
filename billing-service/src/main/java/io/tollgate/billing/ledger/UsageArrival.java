package io.tollgate.billing.ledger;

import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.UsageRecorded;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid usage event on its way into the ledger.
 *
 * @param payloadSha256 of the bytes as they came: the same attempt with other bytes is a contradiction, not a repetition
 */
public record UsageArrival(UsageRecorded event, Buffer payloadSha256, SourceRecord source) {

    public static UsageArrival of(UsageRecorded event, SourceRecord source) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(source.payload().getBytes());
            return new UsageArrival(event, Buffer.buffer(hash), source);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    UUID attemptId() {
        return event.attemptId();
    }

    boolean hasSamePayloadAs(Buffer otherSha256) {
        return payloadSha256.equals(otherSha256);
    }

    @Nullable
    String traceParent() {
        return source.headers().get(CloudEventAttributes.TRACE_PARENT_HEADER);
    }
}
