package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.EventUsage;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;

/**
 * An answer that is passed on as it comes: sound, subtitles, or events of another shape than chat's. Its end is held until the
 * usage is durable. One that breaks off is broken off for the client too, so that it cannot be taken for complete.
 */
final class OpaqueAnswer implements Answer {

    private final Exchange exchange;
    private final Settlement settlement;
    private final ClientSink sink;
    private final ProviderCall call;
    private final EventUsage usage;
    private final String contentType;
    private boolean begun;
    private long length;

    OpaqueAnswer(Exchange exchange, Settlement settlement, ClientSink sink, ProviderCall call) {
        this.exchange = exchange;
        this.settlement = settlement;
        this.sink = sink;
        this.call = call;
        this.contentType =
                Objects.requireNonNullElse(call.response().getHeader("content-type"), "application/octet-stream");
        this.usage = new EventUsage(contentType.startsWith("text/event-stream"));
    }

    @Override
    public void relay() {
        call.response().handler(exchange.guarded(this::received));
        call.response().exceptionHandler(exchange.inOrder(this::broken));
        call.response().endHandler(exchange.guarded(end -> complete()));
        call.response().resume();
    }

    private void received(Buffer piece) {
        if (exchange.isOver() || !mayAnswer()) {
            return;
        }
        exchange.heard();
        length += piece.length();
        usage.read(piece);
        sink.write(piece);
        if (sink.isFull()) {
            call.response().pause();
            sink.onDrained(() -> call.response().resume());
        }
    }

    private boolean mayAnswer() {
        if (!begun) {
            begun = exchange.mayAnswer(call);
            sink.streamed(contentType);
        }
        return begun;
    }

    private void complete() {
        if (exchange.isOver() || !mayAnswer()) {
            return;
        }
        exchange.end(soFar(Status.OK), "200")
                .onSuccess(settled -> sink.end(Buffer.buffer()))
                .onFailure(notRecorded -> endWithout(Exchange.notRecorded()));
    }

    private void endWithout(GatewayFailure failure) {
        if (sink.hasBegun()) {
            sink.abort();
        } else {
            exchange.refuse(failure);
        }
    }

    private void broken(Throwable failure) {
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        fail(
                status,
                AttemptFailure.ofTarget(
                        ProviderErrors.ofFailure(settlement.attempt().provider(), failure)));
    }

    @Override
    public void clientGone() {
        exchange.end(soFar(Status.CLIENT_DISCONNECT), Exchange.CLIENT_GONE);
        exchange.cancelUpstream();
    }

    @Override
    public void fail(Status status, AttemptFailure failure) {
        if (exchange.isOver()) {
            return;
        }
        if (!begun) {
            exchange.fail(soFar(status), failure);
            return;
        }
        exchange.end(soFar(status), Integer.toString(failure.failure().status()))
                .onComplete(settled -> endWithout(failure.failure()));
    }

    @Override
    public AttemptEnd soFar(Status status) {
        return settlement.metered(status, usage.facts(), length / 4);
    }
}
