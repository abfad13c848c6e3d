package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.guard.GuardedRequest;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.provider.Again;
import io.tollgate.chat.provider.ProviderAsk;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An admitted attempt's call to its provider. It ends exactly once, in one of: answered, failed, client gone, timed out,
 * superseded; and every end settles the attempt before the client can take the answer for complete.
 *
 * <p>A call that was never sent, or that the provider refused, is free. One that was sent is not, whatever became of it: the
 * provider may have worked, and will bill what it did.
 */
final class Exchange {

    static final String CLIENT_GONE = "client_gone";
    static final String SUPERSEDED = "superseded";

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final long CANCEL = 8;

    private final CompletionServices services;
    private final ExchangeOwner owner;
    private final CallShape shape;
    private final Attempt attempt;
    private final Settlement settlement;
    private final Target target;
    private final ClientSink sink;
    private final AnswerRendering rendering;
    private AnswerStage stage = AnswerStage.OPEN;
    private @Nullable HttpClientRequest upstream;
    private @Nullable Answer answer;
    private @Nullable SilenceWatch silence;
    private long timer = -1;
    private boolean over;

    Exchange(
            CompletionServices services,
            ExchangeOwner owner,
            Settlement settlement,
            Target target,
            CallShape shape,
            ClientSink sink,
            AnswerRendering rendering) {
        this.services = services;
        this.owner = owner;
        this.shape = shape;
        this.attempt = settlement.attempt();
        this.settlement = settlement;
        this.target = target;
        this.sink = sink;
        this.rendering = rendering;
    }

    Target target() {
        return target;
    }

    /**
     * Never throws: what goes wrong ends the exchange.
     *
     * @param body in OpenAI's language
     * @param guard prepares what is sent, and examines what comes back
     */
    void begin(String contentType, Buffer body, GuardedRequest guard) {
        guarded((Buffer sent) -> call(contentType, sent, guard)).handle(body);
    }

    private void call(String contentType, Buffer body, GuardedRequest guard) {
        if (over) {
            return;
        }
        if (sink.isClosed()) {
            end(AttemptEnd.free(Status.CLIENT_DISCONNECT), CLIENT_GONE);
            return;
        }
        ProviderAsk ask = new ProviderAsk(
                target,
                target.provider().apiKeys().getFirst(),
                attempt.operation(),
                shape.stream(),
                contentType,
                guard.upstream(body));
        timer = services.vertx()
                .setTimer(
                        services.providerConfig().totalTimeout().toMillis(),
                        guarded(expired -> timedOut("did not complete its answer in time")));
        services.provider()
                .send(ask, attempt.attemptId(), attempt.traceParent(), this::mayBeSent)
                .onSuccess(guarded((ProviderCall call) -> answered(call, guard)))
                .onFailure(guarded(this::broken));
    }

    /** A connection is there. It may have taken its time: nobody may wait for the answer any more. */
    private boolean mayBeSent(HttpClientRequest connected) {
        if (over) {
            return false;
        }
        upstream = connected;
        return true;
    }

    /** The provider was not called: the guard refused, or something failed before. */
    void refuse(Status status, GatewayFailure failure) {
        fail(AttemptEnd.free(status), AttemptFailure.last(failure));
    }

    private void answered(ProviderCall call, GuardedRequest guard) {
        if (over) {
            call.cancel();
            return;
        }
        Answer started = begun(call, guard);
        answer = started;
        silence = new SilenceWatch(
                services.vertx(),
                services.providerConfig().idleTimeout(),
                sink::isFull,
                () -> timedOut("fell silent within its answer"));
        started.relay();
    }

    private Answer begun(ProviderCall call, GuardedRequest guard) {
        if (!call.isSuccess()) {
            return new RefusedAnswer(this, attempt.provider(), call, services.clock());
        }
        if (isOpaque(call)) {
            return new OpaqueAnswer(this, settlement, sink, call);
        }
        stage = guard.answer();
        return shape.stream()
                ? new StreamedAnswer(this, settlement, shape, sink, stage, rendering, call)
                : new PlainAnswer(
                        this,
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

    /**
     * The provider has answered with something that the client can have.
     *
     * @return false if another attempt's answer is already on its way: then this exchange is over
     */
    boolean mayAnswer(ProviderCall call) {
        if (!owner.mayAnswer(this)) {
            supersede();
            return false;
        }
        String upstreamId = call.response().getHeader("x-request-id");
        if (upstreamId != null && isVisibleAscii(upstreamId)) {
            sink.header("x-upstream-request-id", upstreamId);
        }
        return true;
    }

    private static boolean isVisibleAscii(String text) {
        return text.length() <= 256 && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /** The provider could not be reached, or broke off before its answer began. */
    private void broken(Throwable failure) {
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        fail(
                unanswered(status),
                AttemptFailure.of(ProviderErrors.ofFailure(attempt.provider(), failure), Again.afterFailure(failure)));
    }

    private AttemptEnd unanswered(Status status) {
        return upstream == null ? AttemptEnd.free(status) : settlement.estimated(status, 0);
    }

    private void timedOut(String what) {
        giveUp(
                Status.TIMEOUT,
                AttemptFailure.of(
                        GatewayFailure.upstreamTimeout("Provider '" + attempt.provider() + "' " + what + "."),
                        Again.ANYWHERE));
    }

    private void giveUp(Status status, AttemptFailure failure) {
        if (over) {
            return;
        }
        Answer begun = answer;
        if (begun == null) {
            fail(unanswered(status), failure);
        } else {
            begun.fail(status, failure);
        }
        cancelUpstream();
    }

    /** Another attempt's answer is on its way to the client. */
    void supersede() {
        if (over) {
            return;
        }
        Answer begun = answer;
        end(begun == null ? unanswered(Status.SUPERSEDED) : begun.soFar(Status.SUPERSEDED), SUPERSEDED);
        cancelUpstream();
    }

    void clientGone() {
        if (over) {
            return;
        }
        Answer begun = answer;
        if (begun != null) {
            begun.clientGone();
        } else if (upstream == null || shape.stream()) {
            end(unanswered(Status.CLIENT_DISCONNECT), CLIENT_GONE);
            cancelUpstream();
        }
        // A plain call that was sent is brought to its end for its exact usage; see PlainAnswer.
    }

    /** Only after the end was declared: cancelling fails the call at once, and that would be taken for the end. */
    void cancelUpstream() {
        HttpClientRequest sent = upstream;
        if (sent != null) {
            sent.reset(CANCEL);
        }
    }

    /** The answer is complete; what the provider still sends is of no interest. */
    void dropRest(ProviderCall call) {
        Remainder.drop(services.vertx(), call, Remainder.PATIENCE);
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

    /** A throw into the event loop would leave the client waiting and the attempt unsettled: it ends both instead. */
    <T> Handler<T> guarded(Handler<T> step) {
        return event -> {
            try {
                step.handle(event);
            } catch (RuntimeException bug) {
                LOG.errorf(bug, "A call could not be handled: attempt %s", attempt.attemptId());
                giveUp(Status.ERROR, AttemptFailure.last(GatewayFailure.internal()));
            }
        };
    }

    /** Settles, then lets the owner decide what follows. Only where nothing was sent to the client. */
    void fail(AttemptEnd end, AttemptFailure failure) {
        if (over) {
            return;
        }
        close();
        stage.ended(false);
        settlement
                .settle(end)
                .onComplete(settled ->
                        owner.failed(this, settled.succeeded() ? failure : AttemptFailure.last(notRecorded())));
    }

    /** The answer is there but cannot be given. */
    void refuse(GatewayFailure failure) {
        owner.refuseAnswer(failure);
    }

    static GatewayFailure notRecorded() {
        return GatewayFailure.unavailable(
                "The answer's usage could not be recorded, so the answer is not complete; try again later.", 5);
    }

    /**
     * Settles the attempt. Called once; what comes after is ignored.
     *
     * @param outcome the HTTP status, {@link #CLIENT_GONE} or {@link #SUPERSEDED}
     * @return completes on this exchange's context when the usage is durable
     */
    Future<Void> end(AttemptEnd end, String outcome) {
        if (over) {
            return Future.failedFuture(new IllegalStateException("attempt " + attempt.attemptId() + " ended twice"));
        }
        close();
        stage.ended(end.status() == Status.OK);
        // First the settlement: with it goes what the owner would otherwise have to put right for itself.
        Future<Void> settled = settlement.settle(end);
        owner.ended(this, outcome);
        return settled;
    }

    private void close() {
        over = true;
        if (timer >= 0) {
            services.vertx().cancelTimer(timer);
        }
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.stop();
        }
    }
}
