package io.tollgate.billing.telemetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C {@code traceparent} header. */
public final class TraceParent {

    private static final Pattern FORMAT =
            Pattern.compile("[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?");
    private static final String NO_TRACE = "0".repeat(32);

    private TraceParent() {}

    /** The trace's id, null where there is no valid header. */
    public static @Nullable String traceIdOf(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = FORMAT.matcher(header);
        return matcher.matches() && !matcher.group("trace").equals(NO_TRACE) ? matcher.group("trace") : null;
    }
}
