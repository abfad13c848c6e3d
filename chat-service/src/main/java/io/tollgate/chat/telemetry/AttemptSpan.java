package io.tollgate.chat.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The span of one attempt, named and described by the conventions for generative AI. */
public final class AttemptSpan {

    private static final Pattern TRACE_PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int TRACE_ID_START = "00-".length();

    private final Span span;

    private AttemptSpan(Span span) {
        this.span = span;
    }

    public static AttemptSpan start(Tracer tracer, String attemptId, String provider, String model, boolean stream) {
        return new AttemptSpan(tracer.spanBuilder(GenAiAttributes.CHAT + " " + model)
                .setParent(Context.current())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(GenAiAttributes.OPERATION_NAME, GenAiAttributes.CHAT)
                .setAttribute(GenAiAttributes.PROVIDER_NAME, provider)
                .setAttribute(GenAiAttributes.REQUEST_MODEL, model)
                .setAttribute(GenAiAttributes.REQUEST_STREAM, stream)
                .setAttribute(GenAiAttributes.ATTEMPT_ID, attemptId)
                .startSpan());
    }

    /**
     * W3C trace context for what follows from this attempt.
     *
     * @param received the caller's own; passed on where this process takes no part in its trace, as without a collector
     * @return null if there is neither
     */
    public @Nullable String traceParent(@Nullable String received) {
        SpanContext context = span.getSpanContext();
        if (received != null
                && TRACE_PARENT.matcher(received).matches()
                && !received.startsWith(context.getTraceId(), TRACE_ID_START)) {
            return received;
        }
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : null;
    }

    /** @param errorType null if the attempt succeeded */
    public void end(
            Usage usage, @Nullable String responseId, @Nullable String responseModel, @Nullable String errorType) {
        if (span.isRecording()) {
            if (usage.isReported()) {
                span.setAttribute(GenAiAttributes.USAGE_INPUT_TOKENS, usage.inputTokens());
                span.setAttribute(GenAiAttributes.USAGE_OUTPUT_TOKENS, usage.outputTokens());
            }
            usage.count(Meter.INPUT_CACHED)
                    .ifPresent(count -> span.setAttribute(GenAiAttributes.USAGE_CACHE_READ_TOKENS, count));
            usage.count(Meter.OUTPUT_REASONING)
                    .ifPresent(count -> span.setAttribute(GenAiAttributes.USAGE_REASONING_TOKENS, count));
            if (responseId != null) {
                span.setAttribute(GenAiAttributes.RESPONSE_ID, responseId);
            }
            if (responseModel != null) {
                span.setAttribute(GenAiAttributes.RESPONSE_MODEL, responseModel);
            }
            if (errorType != null) {
                span.setAttribute(GenAiAttributes.ERROR_TYPE, errorType).setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
