package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.guard.GuardedRequest;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.provider.ProviderAsk;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.Timeouts;
import io.tollgate.chat.target.TargetCall;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The call of one exchange, from its request to the answer that begins: sent under the timeouts of its provider, and cancelled
 * where the exchange gives it up. What becomes of the attempt is the exchange's affair. Used on one event loop.
 */
final class UpstreamCall {

    private static final long CANCEL = 8;

    private final CompletionServices services;
    private final Exchange exchange;
    private final CallShape shape;
    private final Attempt attempt;
    private final Settlement settlement;
    private final TargetCall place;
    private final ClientSink sink;
    private final AnswerRendering rendering;
    private AnswerStage stage = AnswerStage.OPEN;
    private @Nullable HttpClientRequest sent;
    private @Nullable Answer answer;
    private @Nullable SilenceWatch silence;
    private long totalTimer = -1;
    /** Where everything of this exchange happens. */
    private Context context;

    UpstreamCall(
            CompletionServices services,
            Exchange exchange,
            Settlement settlement,
            TargetCall place,
            CallShape shape,
            ClientSink sink,
            AnswerRendering rendering) {
        this.services = services;
        this.exchange = exchange;
        this.shape = shape;
        this.attempt = settlement.attempt();
        this.settlement = settlement;
        this.place = place;
        this.sink = sink;
        this.rendering = rendering;
        this.context = services.vertx().getOrCreateContext();
    }

    /**
     * @param ownHeaders as in {@link ProviderAsk}
     * @param deadlineNanos when the request's time is over, in terms of {@link System#nanoTime()}
     * @param guard prepares what is sent, and examines what comes back
     */
    void send(
            String contentType,
            Buffer body,
            @Nullable Map<String, String> ownHeaders,
            long deadlineNanos,
            GuardedRequest guard) {
        ProviderAsk ask = new ProviderAsk(
                place.target(),
                place.apiKey(),
                attempt.operation(),
                shape.stream(),
                contentType,
                guard.upstream(body),
                ownHeaders);
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        long total = timeouts()
                .total()
                .orElse(services.providerConfig().totalTimeout())
                .toMillis();
        totalTimer = services.vertx()
                .setTimer(
                        Math.max(1, Math.min(total, left)),
                        exchange.guarded(expired -> timedOut("did not complete its answer in time")));
        context = services.vertx().getOrCreateContext();
        place.sent();
        services.provider()
                .send(ask, attempt.attemptId(), attempt.traceParent(), this::mayBeSent)
                .onSuccess(exchange.guarded((ProviderCall call) -> answered(call, guard)))
                .onFailure(exchange.guarded(this::broken));
    }

    private Timeouts timeouts() {
        return place.target().provider().limits().timeouts();
    }

    /** A connection is there. It may have taken its time: nobody may wait for the answer any more. */
    private boolean mayBeSent(HttpClientRequest connected) {
        if (exchange.isOver()) {
            return false;
        }
        sent = connected;
        return true;
    }

    private void answered(ProviderCall call, GuardedRequest guard) {
        if (exchange.isOver()) {
            call.cancel();
            return;
        }
        Answer started = begun(call, guard);
        answer = started;
        silence = new SilenceWatch(
                services.vertx(),
                timeouts().idle().orElse(services.providerConfig().idleTimeout()),
                sink::isFull,
                () -> timedOut("fell silent within its answer"));
        started.relay();
    }

    private Answer begun(ProviderCall call, GuardedRequest guard) {
        if (!call.isSuccess()) {
            return new RefusedAnswer(exchange, attempt.provider(), call, services.clock());
        }
        if (isOpaque(call) && guard.readsAnswer()) {
            stage = guard.answer();
            return new HeldAnswer(
                    exchange,
                    settlement,
                    sink,
                    stage,
                    call,
                    services.providerConfig().answerSizeMax());
        }
        if (isOpaque(call)) {
            return new OpaqueAnswer(exchange, settlement, sink, call);
        }
        stage = guard.answer();
        return shape.stream()
                ? new StreamedAnswer(exchange, settlement, shape, sink, stage, rendering, call)
                : new PlainAnswer(
                        exchange,
                        settlement,
                        sink,
                        stage,
                        rendering,
                        call,
                        services.providerConfig().answerSizeMax());
    }

    /** Sound, subtitles, or events of another shape: nothing of it is read here but the usage, if it tells any. */
    private boolean isOpaque(ProviderCall call) {
        return switch (attempt.operation()) {
            case CHAT, COMPLETION, EMBEDDING, MODERATION -> false;
            case TRANSCRIPTION, TRANSLATION, SPEECH, IMAGE_GENERATION, IMAGE_EDIT -> {
                String type = call.response().getHeader("content-type");
                yield type == null || !type.startsWith("application/json");
            }
        };
    }

    /** The provider could not be reached, or broke off before its answer began. */
    private void broken(Throwable failure) {
        if (failure instanceof UntranslatableRequestException untranslatable) {
            exchange.refuse(untranslatable);
            return;
        }
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        exchange.fail(
                unanswered(status), AttemptFailure.ofTarget(ProviderErrors.ofFailure(attempt.provider(), failure)));
    }

    private void timedOut(String what) {
        exchange.giveUp(
                Status.TIMEOUT,
                AttemptFailure.ofTarget(
                        GatewayFailure.upstreamTimeout("Provider '" + attempt.provider() + "' " + what + ".")));
    }

    /** Whether the provider may have the request, and so may bill it. */
    boolean isSent() {
        return sent != null;
    }

    /** Whether the provider was called, and has not begun to answer. */
    boolean isUnanswered() {
        return totalTimer >= 0 && answer == null;
    }

    /** Null until the provider begins to answer. */
    @Nullable
    Answer answer() {
        return answer;
    }

    /** What the answer passes on its way to the client; open until there is one. */
    AnswerStage stage() {
        return stage;
    }

    /** What was consumed if no answer came. */
    AttemptEnd unanswered(Status status) {
        return isSent() ? settlement.estimated(status, 0) : AttemptEnd.free(status);
    }

    /** What was consumed until now. */
    AttemptEnd soFar(Status status) {
        Answer begun = answer;
        return begun == null ? unanswered(status) : begun.soFar(status);
    }

    /** A piece of the answer has arrived. */
    void heard() {
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.heard();
        }
    }

    /** Runs what the HTTP client tells on another event loop where everything of this exchange happens. */
    <T> Handler<T> inOrder(Handler<T> step) {
        Context mine = context;
        return event -> mine.runOnContext(go -> step.handle(event));
    }

    /** Without effect on what was not sent. */
    void cancel() {
        HttpClientRequest request = sent;
        if (request != null) {
            request.reset(CANCEL);
        }
    }

    /** The exchange is over: nothing is waited for any more. */
    void close() {
        if (totalTimer >= 0) {
            services.vertx().cancelTimer(totalTimer);
        }
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.stop();
        }
    }
}
