package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.GuardedRequest;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.chat.provider.UntranslatableRequestException;
import io.tollgate.chat.route.ClientGone;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.TargetCall;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An admitted attempt and its end. It ends exactly once, in one of: answered, failed, client gone, timed out,
 * superseded; and every end settles the attempt before the client can take the answer for complete.
 *
 * <p>A call that was never sent, or that the provider refused, is free. One that was sent is not, whatever became of it: the
 * provider may have worked, and will bill what it did.
 */
final class Exchange {

    static final String CLIENT_GONE = "client_gone";
    static final String SUPERSEDED = "superseded";

    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final CompletionServices services;
    private final ExchangeOwner owner;
    private final CallShape shape;
    private final Attempt attempt;
    private final Settlement settlement;
    private final TargetCall place;
    private final ClientSink sink;
    private final UpstreamCall call;
    private long drainTimer = -1;
    /** Whether it was this gateway that would not wait, not a client. */
    private boolean abandoned;

    private boolean over;

    /** @param place left when this exchange ends */
    Exchange(
            CompletionServices services,
            ExchangeOwner owner,
            Settlement settlement,
            TargetCall place,
            CallShape shape,
            ClientSink sink,
            AnswerRendering rendering) {
        this.services = services;
        this.owner = owner;
        this.shape = shape;
        this.attempt = settlement.attempt();
        this.settlement = settlement;
        this.place = place;
        this.sink = sink;
        this.call = new UpstreamCall(services, this, settlement, place, shape, sink, rendering);
    }

    Attempt attempt() {
        return attempt;
    }

    Target target() {
        return place.target();
    }

    TargetCall place() {
        return place;
    }

    /**
     * Never throws: what goes wrong ends the exchange.
     *
     * @param ownHeaders as in {@link io.tollgate.chat.provider.ProviderAsk}
     * @param deadlineNanos when the request's time is over, in terms of {@link System#nanoTime()}
     * @param guard prepares what is sent, and examines what comes back
     */
    void begin(
            String contentType,
            Buffer body,
            @Nullable Map<String, String> ownHeaders,
            long deadlineNanos,
            GuardedRequest guard) {
        guarded((Buffer sent) -> send(contentType, sent, ownHeaders, deadlineNanos, guard))
                .handle(body);
    }

    private void send(
            String contentType,
            Buffer body,
            @Nullable Map<String, String> ownHeaders,
            long deadlineNanos,
            GuardedRequest guard) {
        if (over) {
            return;
        }
        if (sink.isClosed()) {
            end(AttemptEnd.free(Status.CLIENT_DISCONNECT), CLIENT_GONE);
            return;
        }
        call.send(contentType, body, ownHeaders, deadlineNanos, guard);
    }

    /** The provider was not called: the guard refused, or something failed before. */
    void refuse(Status status, GatewayFailure failure) {
        fail(AttemptEnd.free(status), AttemptFailure.last(failure));
    }

    /** The provider was not called: its dialect or its model cannot take the request. */
    void refuse(UntranslatableRequestException untranslatable) {
        fail(
                AttemptEnd.free(Status.ERROR),
                AttemptFailure.elsewhere(ProviderErrors.ofFailure(attempt.provider(), untranslatable)));
    }

    /**
     * The provider has answered with something that the client can have.
     *
     * @return false if another attempt's answer is already on its way: then this exchange is over
     */
    boolean mayAnswer(ProviderCall answering) {
        place.answered();
        if (!owner.mayAnswer(this)) {
            supersede();
            return false;
        }
        String upstreamId = answering.response().getHeader("x-request-id");
        if (upstreamId != null && isVisibleAscii(upstreamId)) {
            sink.header("x-upstream-request-id", upstreamId);
        }
        return true;
    }

    private static boolean isVisibleAscii(String text) {
        return text.length() <= 256 && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /** The answer is waited for no longer. */
    void giveUp(Status status, AttemptFailure failure) {
        if (over) {
            return;
        }
        Answer begun = call.answer();
        if (begun == null) {
            fail(call.unanswered(status), failure);
        } else {
            begun.fail(status, failure);
        }
        cancelUpstream();
    }

    /** Another attempt's answer is on its way to the client. */
    void supersede() {
        endAndCancel(Status.SUPERSEDED, SUPERSEDED);
    }

    /**
     * This gateway asked for its own sake, and waits no longer. It is heard out as after a client that has gone; but one that does
     * not answer is a target that failed, and nobody is charged for it.
     */
    void abandon() {
        abandoned = true;
        clientGone();
    }

    /** See {@link ClientGone}. What was never sent is dropped in any case. */
    void clientGone() {
        if (over) {
            return;
        }
        boolean drained = call.isSent()
                && switch (place.target().provider().limits().clientGone()) {
                    case CANCEL -> !shape.stream();
                    case DRAIN -> true;
                    case ESTIMATE -> false;
                };
        if (drained && services.drains().enter()) {
            drainTimer = services.vertx()
                    .setTimer(services.config().drainMax().toMillis(), late -> endAndCancel(gone(), CLIENT_GONE));
            Answer begun = call.answer();
            if (begun != null) {
                begun.clientGone();
            }
        } else {
            endAndCancel(gone(), CLIENT_GONE);
        }
    }

    /** What it ends as that is not waited for any more. */
    private Status gone() {
        return abandoned && call.isUnanswered() ? Status.TIMEOUT : Status.CLIENT_DISCONNECT;
    }

    private void endAndCancel(Status status, String outcome) {
        if (!over) {
            end(call.soFar(status), outcome);
            cancelUpstream();
        }
    }

    /** Whether the client has gone and the answer is read on for its usage alone. */
    boolean isDraining() {
        return drainTimer >= 0;
    }

    /** Only after the end was declared: cancelling fails the call at once, and that would be taken for the end. */
    void cancelUpstream() {
        call.cancel();
    }

    /** The answer is complete; what the provider still sends is of no interest. */
    void dropRest(ProviderCall complete) {
        Remainder.drop(services.vertx(), complete, Remainder.PATIENCE);
    }

    boolean isOver() {
        return over;
    }

    /** A piece of the answer has arrived. */
    void heard() {
        call.heard();
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

    /**
     * For what the HTTP client tells on its connection's event loop, which need not be the one that the answer's pieces come on: a
     * reset that overtakes a piece in the middle of its handling would leave the client without an end.
     */
    <T> Handler<T> inOrder(Handler<T> step) {
        return call.inOrder(guarded(step));
    }

    /** Settles, then lets the owner decide what follows. Only where nothing was sent to the client. */
    void fail(AttemptEnd end, AttemptFailure failure) {
        if (over) {
            return;
        }
        if (isDraining()) {
            // A client that left it before it failed pays for what it asked; the target failed all the same.
            learn(failure);
            end(abandoned ? end : call.soFar(Status.CLIENT_DISCONNECT), CLIENT_GONE);
            return;
        }
        close();
        call.stage().ended(false);
        if (end.status().isCharged()) {
            // An answer that the guard withholds was paid for all the same.
            String cost = settlement.cost(end);
            sink.header(AnswerHeaders.COST, cost == null ? AnswerHeaders.UNRATED : cost);
        }
        learn(failure);
        settlement
                .settle(end)
                .onComplete(settled ->
                        owner.failed(this, settled.succeeded() ? failure : AttemptFailure.last(notRecorded())));
    }

    private void learn(AttemptFailure failure) {
        switch (failure.blame()) {
            case TARGET -> place.failed();
            case LOAD -> place.throttled(failure.retryAfter());
            case KEY -> place.keyRefused();
            case NOBODY -> place.abandoned();
        }
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
        if (end.status() != Status.SUPERSEDED) {
            call.stage().ended(end.status() == Status.OK);
        }
        switch (end.status()) {
            case OK, CONTENT_FILTERED -> place.succeeded();
            case ERROR, TIMEOUT -> place.failed();
            case CLIENT_DISCONNECT, SUPERSEDED, BLOCKED, ORPHANED -> place.abandoned();
        }
        // First the settlement: with it goes what the owner would otherwise have to put right for itself.
        Future<Void> settled = settlement.settle(end);
        owner.ended(this, outcome);
        return settled;
    }

    /**
     * An answer that was given before takes the place of the provider's, which was not called.
     *
     * @param served the attempt as which that answer is recorded
     * @return completes on this exchange's context when its usage is durable
     */
    Future<Void> serve(Attempt served, AttemptEnd end) {
        if (over) {
            return Future.failedFuture(new IllegalStateException("attempt " + attempt.attemptId() + " is over"));
        }
        close();
        place.abandoned();
        return settlement.settleServed(served, end);
    }

    private void close() {
        over = true;
        call.close();
        if (isDraining()) {
            services.vertx().cancelTimer(drainTimer);
            services.drains().leave();
        }
    }
}
