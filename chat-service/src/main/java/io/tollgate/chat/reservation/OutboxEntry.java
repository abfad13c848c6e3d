package io.tollgate.chat.reservation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A usage event as it waits in the outbox: the trace it belongs to, a line feed, and the event's JSON.
 *
 * @param traceParent W3C trace context, null if the attempt was not traced
 * @param event the JSON of a usage event
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; copied nowhere because events are written once
public record OutboxEntry(@Nullable String traceParent, byte[] event) {

    /** Of what needs no event. */
    static final OutboxEntry NONE = new OutboxEntry(null, new byte[0]);

    byte[] toBytes() {
        byte[] trace = traceParent == null ? new byte[0] : traceParent.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(trace, trace.length + 1 + event.length);
        bytes[trace.length] = '\n';
        System.arraycopy(event, 0, bytes, trace.length + 1, event.length);
        return bytes;
    }

    static OutboxEntry ofBytes(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String trace = new String(bytes, 0, end, StandardCharsets.US_ASCII);
        return new OutboxEntry(
                trace.isEmpty() ? null : trace,
                Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboxEntry entry
                && Objects.equals(traceParent, entry.traceParent)
                && Arrays.equals(event, entry.event);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(traceParent) + Arrays.hashCode(event);
    }

    @Override
    public String toString() {
        return "OutboxEntry[" + event.length + " bytes]";
    }
}
