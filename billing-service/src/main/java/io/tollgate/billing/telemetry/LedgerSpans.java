package io.tollgate.billing.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last span of a request's trace: its usage became a ledger row. */
@ApplicationScoped
public class LedgerSpans {

    private static final String NAME = "settle usage";

    private final Tracer tracer;

    LedgerSpans(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("io.tollgate.billing");
    }

    /**
     * A span in the trace that the record carried; none if it carried no trace. Its sampling is the request's.
     *
     * @param started when the transaction began
     * @param ended when it had committed
     */
    public void ledgerWritten(Map<String, String> headers, Instant started, Instant ended, Attributes attributes) {
        Context parent =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HeaderGetter.INSTANCE);
        if (parent.equals(Context.root())) {
            return;
        }
        tracer.spanBuilder(NAME)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(started)
                .setAllAttributes(attributes)
                .startSpan()
                .end(ended);
    }

    private enum HeaderGetter implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }
}
