package io.tollgate.chat.completion;

import io.tollgate.chat.admission.Hold;
import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.telemetry.AttemptSpan;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An admitted attempt's call to its provider. It ends exactly once, in one of: answered, failed, client gone, timed out;
 * and every end settles the attempt before the client can take the answer for complete.
 */
final class Exchange {

    private static final int ERROR_BODY_MAX = 64 * 1024;
    private static final long CANCEL = 8;

    private final CompletionServices services;
    private final ChatRequest request;
    private final Attempt attempt;
    private final Hold hold;
    private final Target target;
    private final AttemptSpan span;
    private final HttpServerResponse response;
    private final long received;
    private final Context context;
    private @Nullable HttpClientRequest upstream;
    private @Nullable Answer answer;
    private @Nullable SilenceWatch silence;
    private long timer = -1;
    private boolean over;

    Exchange(
            CompletionServices services,
            ChatRequest request,
            Attempt attempt,
            Hold hold,
            Target target,
            AttemptSpan span,
            HttpServerResponse response,
            long received) {
        this.services = services;
        this.request = request;
        this.attempt = attempt;
        this.hold = hold;
        this.target = target;
        this.span = span;
        this.response = response;
        this.received = received;
        this.context = services.vertx().getOrCreateContext();
    }

    void begin(Buffer body) {
        if (response.closed()) {
            end(AttemptEnd.free(Status.CLIENT_DISCONNECT), "client_gone");
            return;
        }
        ChatMetrics.admissionDuration(services.registry()).record(System.nanoTime() - received, TimeUnit.NANOSECONDS);
        response.closeHandler(closed -> clientGone());
        response.exceptionHandler(broken -> clientGone());
        timer = services.vertx()
                .setTimer(
                        services.providerConfig().totalTimeout().toMillis(),
                        expired -> timedOut("did not complete its answer in time"));
        services.provider()
                .send(
                        target,
                        attempt.attemptId(),
                        attempt.traceParent(),
                        request.stream(),
                        body,
                        started -> upstream = started)
                .onSuccess(this::answered)
                .onFailure(this::broken);
    }

    /** The provider was not called: the guard refused, or failed. */
    void refuse(Status status, GatewayFailure failure) {
        fail(AttemptEnd.free(status), failure);
    }

    private void answered(ProviderCall call) {
        if (over) {
            call.cancel();
            return;
        }
        String upstreamId = call.response().getHeader("x-request-id");
        if (upstreamId != null && isVisibleAscii(upstreamId)) {
            response.putHeader("x-upstream-request-id", upstreamId);
        }
        if (!call.isSuccess()) {
            refused(call);
            return;
        }
        Answer started = request.stream()
                ? new StreamedAnswer(this, request, response, call)
                : new PlainAnswer(
                        this, request, response, call, services.providerConfig().answerSizeMax());
        answer = started;
        silence = new SilenceWatch(
                services.vertx(),
                services.providerConfig().idleTimeout(),
                response::writeQueueFull,
                () -> timedOut("fell silent within its answer"));
        started.relay();
    }

    private static boolean isVisibleAscii(String text) {
        return text.length() <= 256 && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    private void refused(ProviderCall call) {
        Buffer body = Buffer.buffer();
        call.response().handler(piece -> {
            if (body.length() < ERROR_BODY_MAX) {
                body.appendBuffer(piece);
            }
        });
        call.response().exceptionHandler(this::broken);
        call.response()
                .endHandler(end -> fail(
                        AttemptEnd.free(Status.ERROR),
                        ProviderErrors.ofAnswer(
                                attempt.provider(),
                                call.response().statusCode(),
                                call.response().getHeader("retry-after"),
                                body)));
        call.response().resume();
    }

    /** The provider could not be reached, or broke off before its answer began. */
    private void broken(Throwable failure) {
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        fail(AttemptEnd.free(status), ProviderErrors.ofFailure(attempt.provider(), failure));
    }

    private void timedOut(String what) {
        if (over) {
            return;
        }
        GatewayFailure failure = GatewayFailure.upstreamTimeout("Provider '" + attempt.provider() + "' " + what + ".");
        Answer begun = answer;
        if (begun == null) {
            fail(AttemptEnd.free(Status.TIMEOUT), failure);
        } else {
            begun.fail(Status.TIMEOUT, failure);
        }
        cancelUpstream();
    }

    private void clientGone() {
        if (over) {
            return;
        }
        Answer begun = answer;
        if (begun == null) {
            // A plain call is brought to its end for its exact usage; see PlainAnswer. A stream is cancelled.
            if (request.stream()) {
                end(estimated(Status.CLIENT_DISCONNECT, 0), "client_gone");
                cancelUpstream();
            }
        } else {
            begun.clientGone();
        }
    }

    /** Only after the end was declared: cancelling fails the call at once, and that would be taken for the end. */
    void cancelUpstream() {
        HttpClientRequest started = upstream;
        if (started != null) {
            started.reset(CANCEL);
        }
    }

    boolean isOver() {
        return over;
    }

    /** A piece of the answer has arrived. */
    void heard() {
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.heard();
        }
    }

    /** What the provider reported, or an estimate where it reported nothing. */
    AttemptEnd metered(Status status, AnswerFacts facts, long chunks) {
        Usage usage = facts.usage().orElse(null);
        if (usage == null) {
            if (status == Status.OK) {
                ChatMetrics.usageMissing(services.registry()).increment();
            }
            AttemptEnd estimate = estimated(status, chunks);
            return new AttemptEnd(
                    status, estimate.usage(), estimate.source(), facts.model(), facts.serviceTier(), facts.id());
        }
        return new AttemptEnd(status, usage, UsageSource.PROVIDER, facts.model(), facts.serviceTier(), facts.id());
    }

    private AttemptEnd estimated(Status status, long chunks) {
        Usage estimate = UsageBounds.estimate(request, chunks, attempt.bound());
        return new AttemptEnd(status, estimate, UsageSource.ESTIMATE, null, null, null);
    }

    /** Settles, then tells the client why there is no answer. Only before the first byte of one. */
    void fail(AttemptEnd end, GatewayFailure failure) {
        if (over) {
            return;
        }
        end(end, Integer.toString(failure.status()))
                .onComplete(settled -> ErrorEnvelope.send(response, settled.succeeded() ? failure : notRecorded()));
    }

    static GatewayFailure notRecorded() {
        return GatewayFailure.unavailable(
                "The answer's usage could not be recorded, so the answer is not complete; try again later.", 5);
    }

    /**
     * Settles the attempt. Called once; what comes after is ignored.
     *
     * @param outcome the HTTP status, or {@code client_gone}
     * @return completes on this exchange's context when the usage is durable
     */
    Future<Void> end(AttemptEnd end, String outcome) {
        if (over) {
            return Future.failedFuture(new IllegalStateException("attempt " + attempt.attemptId() + " ended twice"));
        }
        over = true;
        if (timer >= 0) {
            services.vertx().cancelTimer(timer);
        }
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.stop();
        }
        ChatMetrics.requests(services.registry(), outcome, request.stream()).increment();
        String errorType =
                end.status() == Status.OK ? null : end.status().name().toLowerCase(Locale.ROOT);
        span.end(end.usage(), end.responseId(), end.modelBilled(), errorType);
        Promise<Void> settled = Promise.promise();
        services.metering()
                .settle(attempt, hold, end)
                .onComplete(result -> context.runOnContext(go -> settled.handle(result)));
        return settled.future();
    }

    /** Milliseconds since the request's head arrived. */
    String processingMillis() {
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - received));
    }

    String upstreamContentType(ProviderCall call, String otherwise) {
        return Objects.requireNonNullElse(call.response().getHeader("content-type"), otherwise);
    }
}
