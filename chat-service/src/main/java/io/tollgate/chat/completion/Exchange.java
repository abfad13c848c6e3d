package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.provider.ProviderAsk;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An admitted attempt's call to its provider. It ends exactly once, in one of: answered, failed, client gone, timed out;
 * and every end settles the attempt before the client can take the answer for complete.
 *
 * <p>A call that was never sent, or that the provider refused, is free. One that was sent is not, whatever became of it: the
 * provider may have worked, and will bill what it did.
 */
final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final long CANCEL = 8;

    private final CompletionServices services;
    private final CallShape shape;
    private final Attempt attempt;
    private final Settlement settlement;
    private final Target target;
    private final HttpServerResponse response;
    private final long received;
    private @Nullable HttpClientRequest upstream;
    private @Nullable Answer answer;
    private @Nullable SilenceWatch silence;
    private long timer = -1;
    private boolean over;

    /** @param received {@link System#nanoTime()} when the request's head had arrived */
    Exchange(
            CompletionServices services,
            CallShape shape,
            Settlement settlement,
            Target target,
            HttpServerResponse response,
            long received) {
        this.services = services;
        this.shape = shape;
        this.attempt = settlement.attempt();
        this.settlement = settlement;
        this.target = target;
        this.response = response;
        this.received = received;
    }

    /** Never throws: what goes wrong ends the exchange. */
    void begin(Buffer body) {
        guarded(this::call).handle(body);
    }

    private void call(Buffer body) {
        if (response.closed()) {
            end(AttemptEnd.free(Status.CLIENT_DISCONNECT), "client_gone");
            return;
        }
        ChatMetrics.admissionDuration(services.registry()).record(System.nanoTime() - received, TimeUnit.NANOSECONDS);
        response.closeHandler(guarded(closed -> clientGone()));
        response.exceptionHandler(guarded(broken -> clientGone()));
        timer = services.vertx()
                .setTimer(
                        services.providerConfig().totalTimeout().toMillis(),
                        guarded(expired -> timedOut("did not complete its answer in time")));
        ProviderAsk ask = new ProviderAsk(
                target,
                target.provider().apiKeys().getFirst(),
                Operation.CHAT,
                shape.stream(),
                "application/json",
                body);
        services.provider()
                .send(ask, attempt.attemptId(), attempt.traceParent(), this::mayBeSent)
                .onSuccess(guarded(this::answered))
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
        Answer started = begun(call);
        answer = started;
        silence = new SilenceWatch(
                services.vertx(),
                services.providerConfig().idleTimeout(),
                response::writeQueueFull,
                () -> timedOut("fell silent within its answer"));
        started.relay();
    }

    private Answer begun(ProviderCall call) {
        if (!call.isSuccess()) {
            return new RefusedAnswer(this, attempt.provider(), call);
        }
        return shape.stream()
                ? new StreamedAnswer(this, settlement, shape, response, call)
                : new PlainAnswer(
                        this,
                        settlement,
                        response,
                        call,
                        services.providerConfig().answerSizeMax());
    }

    private static boolean isVisibleAscii(String text) {
        return text.length() <= 256 && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /** The provider could not be reached, or broke off before its answer began. */
    private void broken(Throwable failure) {
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        fail(unanswered(status), ProviderErrors.ofFailure(attempt.provider(), failure));
    }

    private AttemptEnd unanswered(Status status) {
        return upstream == null ? AttemptEnd.free(status) : settlement.estimated(status, 0);
    }

    private void timedOut(String what) {
        giveUp(Status.TIMEOUT, GatewayFailure.upstreamTimeout("Provider '" + attempt.provider() + "' " + what + "."));
    }

    private void giveUp(Status status, GatewayFailure failure) {
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

    private void clientGone() {
        if (over) {
            return;
        }
        Answer begun = answer;
        if (begun != null) {
            begun.clientGone();
        } else if (upstream == null || shape.stream()) {
            end(unanswered(Status.CLIENT_DISCONNECT), "client_gone");
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
                giveUp(Status.ERROR, GatewayFailure.internal());
            }
        };
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
        return settlement.settle(end, outcome);
    }
}
