package io.tollgate.moderation.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/** Keeps query strings out of spans: a caller may put a key or a name there, and no collector has any business with them. */
@Singleton
class QueryRedaction implements SpanProcessor {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> WHOLE_ADDRESS = AttributeKey.stringKey("url.full");
    /** What OpenTelemetry's conventions put in place of it. */
    private static final String REDACTED = "REDACTED";

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, REDACTED);
        }
        String address = span.getAttribute(WHOLE_ADDRESS);
        int query = address == null ? -1 : address.indexOf('?');
        if (address != null && query >= 0) {
            span.setAttribute(WHOLE_ADDRESS, address.substring(0, query + 1) + REDACTED);
        }
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Not called.
    }
}
