package io.tollgate.moderation.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C trace context that a record carries on. */
public final class TraceParent {

    private static final Pattern WELL_FORMED = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /**
     * @param received the request's own header: what is passed on where no tracing runs in this process
     * @return the current span's, else the one received, or null if there is neither
     */
    public static @Nullable String current(@Nullable String received) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                    + span.getTraceFlags().asHex();
        }
        return received != null && WELL_FORMED.matcher(received).matches() ? received : null;
    }
}
