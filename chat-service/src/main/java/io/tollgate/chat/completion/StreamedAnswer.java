package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerStream;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * An answer that comes as a stream of events. Events are relayed as they come, the provider is read no faster than the
 * client reads; the terminator is held until the usage is durable. A stream that does not end as it should ends for the
 * client with an error event and without {@code [DONE]}: never as a silent success.
 */
final class StreamedAnswer implements Answer {

    private final Exchange exchange;
    private final Settlement settlement;
    private final CallShape shape;
    private final HttpServerResponse response;
    private final ProviderCall call;
    private final AnswerStream stream;

    StreamedAnswer(
            Exchange exchange, Settlement settlement, CallShape shape, HttpServerResponse response, ProviderCall call) {
        this.exchange = exchange;
        this.settlement = settlement;
        this.shape = shape;
        this.response = response;
        this.call = call;
        this.stream = new AnswerStream(shape.includesUsage());
    }

    @Override
    public void relay() {
        call.response().handler(exchange.guarded(this::received));
        call.response().exceptionHandler(exchange.guarded(broken -> fail(Status.ERROR, brokenOff())));
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
            response.drainHandler(null);
            exchange.dropRest(call);
            complete();
        }
    }

    private interface Translation {
        Buffer events() throws MalformedAnswerException;
    }

    /** Relays what was translated; on false the answer has failed. */
    private boolean understood(Translation translation) {
        try {
            write(stream.feed(translation.events()));
            return true;
        } catch (MalformedAnswerException malformed) {
            write(malformed.before());
            fail(
                    Status.ERROR,
                    GatewayFailure.upstream("The provider's stream is malformed: " + malformed.getMessage()));
            exchange.cancelUpstream();
            return false;
        }
    }

    private void write(Buffer events) {
        if (events.length() == 0) {
            return;
        }
        writeHead();
        response.write(events);
        if (response.writeQueueFull()) {
            call.response().pause();
            response.drainHandler(drained -> call.response().resume());
        }
    }

    private void writeHead() {
        if (!response.headWritten()) {
            response.setStatusCode(200)
                    .setChunked(true)
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .putHeader("cache-control", "no-cache")
                    .putHeader("x-accel-buffering", "no");
        }
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
        exchange.end(settlement.metered(Status.OK, stream.facts(), stream.outputTokens()), "200")
                .onSuccess(settled -> {
                    if (!response.closed()) {
                        writeHead();
                        response.end(stream.closing());
                    }
                })
                .onFailure(notRecorded -> endWithError(Exchange.notRecorded()));
    }

    @Override
    public void clientGone() {
        AttemptEnd end = settlement.metered(Status.CLIENT_DISCONNECT, stream.facts(), stream.outputTokens());
        exchange.end(end, "client_gone");
        exchange.cancelUpstream();
    }

    @Override
    public void fail(Status status, GatewayFailure failure) {
        if (exchange.isOver()) {
            return;
        }
        AttemptEnd end = settlement.metered(status, stream.facts(), stream.outputTokens());
        if (!response.headWritten()) {
            exchange.fail(end, failure);
            return;
        }
        exchange.end(end, Integer.toString(failure.status())).onComplete(settled -> {
            if (stream.isFailed()) {
                // The provider's own error event was relayed; a second one would hide it.
                close();
            } else {
                endWithError(failure);
            }
        });
    }

    private void endWithError(GatewayFailure failure) {
        if (response.closed()) {
            return;
        }
        if (!response.headWritten()) {
            ErrorEnvelope.send(response, failure);
            return;
        }
        response.write(Buffer.buffer("data: ")
                .appendBuffer(ErrorEnvelope.toJson(failure))
                .appendString("\n\n"));
        close();
    }

    private void close() {
        if (!response.closed()) {
            response.end();
        }
    }

    private static GatewayFailure brokenOff() {
        return GatewayFailure.upstream("The provider broke off its stream before the answer was complete.");
    }
}
