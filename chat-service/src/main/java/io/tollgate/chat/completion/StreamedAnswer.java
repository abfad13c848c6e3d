package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;

/**
 * An answer that comes as a stream of events. Events are relayed as they come, the provider is read no faster than the
 * client reads; the terminator is held until the usage is durable. A stream that does not end as it should ends for the
 * client with an error event and without {@code [DONE]}: never as a silent success.
 */
final class StreamedAnswer implements Answer {

    private final Exchange exchange;
    private final Settlement settlement;
    private final CallShape shape;
    private final ClientSink sink;
    private final AnswerStage stage;
    private final AnswerRendering rendering;
    private final ProviderCall call;
    private final AnswerStream stream;
    /** Whether the client has something of this answer, so that it is too late for another one. */
    private boolean begun;

    StreamedAnswer(
            Exchange exchange,
            Settlement settlement,
            CallShape shape,
            ClientSink sink,
            AnswerStage stage,
            AnswerRendering rendering,
            ProviderCall call) {
        this.exchange = exchange;
        this.settlement = settlement;
        this.shape = shape;
        this.sink = sink;
        this.stage = stage;
        this.rendering = rendering;
        this.call = call;
        this.stream = new AnswerStream(shape.includesUsage());
    }

    @Override
    public void relay() {
        call.response().handler(exchange.guarded(this::received));
        call.response().exceptionHandler(exchange.inOrder(broken -> fail(Status.ERROR, brokenOff())));
        call.response().endHandler(exchange.guarded(end -> ended()));
        call.response().resume();
    }

    private void received(Buffer piece) {
        if (exchange.isOver()) {
            return;
        }
        exchange.heard();
        if (understood(() -> call.translator().piece(piece)) && stream.isDone()) {
            // From here on the client's pace is its own affair: the provider's connection goes back to the pool.
            sink.forgetDrained();
            exchange.dropRest(call);
            complete();
        }
    }

    private interface Translation {
        Buffer events() throws MalformedAnswerException;
    }

    /** Relays what was translated and passed the guard; on false the exchange is over. */
    private boolean understood(Translation translation) {
        Buffer events;
        MalformedAnswerException malformed = null;
        try {
            Buffer translated = translation.events();
            settlement.copy(translated);
            events = stream.feed(translated);
        } catch (MalformedAnswerException broken) {
            events = broken.before();
            malformed = broken;
        }
        try {
            write(stage.events(events, stream.facts()::chunkHead));
        } catch (MalformedAnswerException unreadable) {
            write(unreadable.before());
            malformed = unreadable;
        }
        if (stage.isBlocked()) {
            filtered();
        } else if (malformed != null) {
            broken(malformed);
        }
        return !exchange.isOver();
    }

    private void broken(MalformedAnswerException malformed) {
        fail(
                Status.ERROR,
                AttemptFailure.ofTarget(
                        GatewayFailure.upstream("The provider's stream is malformed: " + malformed.getMessage())));
        exchange.cancelUpstream();
    }

    /** The guard withholds the rest. A client that has nothing yet gets an error; another one's stream ends as filtered. */
    private void filtered() {
        if (exchange.isOver()) {
            return;
        }
        sink.forgetDrained();
        if (begun) {
            sink.write(rendering.events(stage.blockedEnd(shape.choices(), stream.facts()::chunkHead)));
            exchange.end(soFar(Status.CONTENT_FILTERED), "200")
                    .onSuccess(settled -> sink.end(rendering.closing(stream.closing())))
                    .onFailure(notRecorded -> endWithError(Exchange.notRecorded()));
        } else {
            exchange.fail(soFar(Status.CONTENT_FILTERED), AttemptFailure.last(stage.failure()));
        }
        exchange.cancelUpstream();
    }

    private void write(Buffer events) {
        if (events.length() == 0 || exchange.isDraining() || !mayWrite(events)) {
            return;
        }
        sink.write(rendering.events(events));
        if (sink.isFull()) {
            call.response().pause();
            sink.onDrained(() -> call.response().resume());
        }
    }

    /** Before the first chunk of the answer everything can still turn out differently: nothing is sent until then. */
    private boolean mayWrite(Buffer events) {
        if (begun) {
            return true;
        }
        if (stream.isFailed()) {
            fail(
                    Status.ERROR,
                    AttemptFailure.ofTarget(
                            ProviderErrors.withinStream(settlement.attempt().provider(), events)));
            exchange.cancelUpstream();
            return false;
        }
        // Comments alone keep a connection alive; they are no answer.
        begun = stream.hasChunks() && exchange.mayAnswer(call);
        return begun;
    }

    /** The provider closed its stream; without {@code [DONE]} that is only right if every choice was finished. */
    private void ended() {
        if (exchange.isOver() || !understood(() -> call.translator().end())) {
            return;
        }
        if (stream.isDone() || (stream.isFinished(shape.choices()) && !stream.isFailed())) {
            complete();
        } else {
            fail(Status.ERROR, brokenOff());
        }
    }

    private void complete() {
        if (stream.isFailed()) {
            fail(Status.ERROR, brokenOff());
            return;
        }
        write(stage.rest(stream.facts()::chunkHead));
        if (stage.isBlocked()) {
            filtered();
        }
        if (!exchange.isOver() && exchange.isDraining()) {
            exchange.end(soFar(Status.CLIENT_DISCONNECT), Exchange.CLIENT_GONE);
        }
        if (exchange.isOver() || (!begun && !exchange.mayAnswer(call))) {
            return;
        }
        begun = true;
        AttemptEnd end = soFar(Status.OK);
        exchange.end(end, "200")
                .onSuccess(settled -> {
                    String cost = settlement.cost(end);
                    if (cost != null) {
                        sink.trailer(AnswerHeaders.COST, cost);
                    }
                    sink.end(rendering.closing(stream.closing()));
                })
                .onFailure(notRecorded -> endWithError(Exchange.notRecorded()));
    }

    /** It is read on, and at its own pace: nobody reads it here any more. */
    @Override
    public void clientGone() {
        sink.forgetDrained();
        call.response().resume();
    }

    @Override
    public AttemptEnd soFar(Status status) {
        return settlement.metered(status, stream.facts(), stream.outputTokens());
    }

    @Override
    public void fail(Status status, AttemptFailure failure) {
        if (exchange.isOver()) {
            return;
        }
        if (!begun || exchange.isDraining()) {
            exchange.fail(soFar(status), failure);
            return;
        }
        exchange.end(soFar(status), Integer.toString(failure.failure().status()))
                .onComplete(settled -> {
                    if (stream.isFailed()) {
                        // The provider's own error event was relayed; a second one would hide it.
                        sink.end(Buffer.buffer());
                    } else {
                        endWithError(failure.failure());
                    }
                });
    }

    private void endWithError(GatewayFailure failure) {
        if (sink.hasBegun()) {
            sink.end(rendering.failure(failure));
        } else {
            exchange.refuse(failure);
        }
    }

    private static AttemptFailure brokenOff() {
        return AttemptFailure.ofTarget(
                GatewayFailure.upstream("The provider broke off its stream before the answer was complete."));
    }
}
