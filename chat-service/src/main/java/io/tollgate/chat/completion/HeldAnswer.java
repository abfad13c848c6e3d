package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.EventUsage;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Objects;

/** An answer in a form of its own, such as subtitles, that is held until it is whole, because the guard reads all of it. */
final class HeldAnswer implements Answer {

    private final Exchange exchange;
    private final Settlement settlement;
    private final ClientSink sink;
    private final AnswerStage stage;
    private final ProviderCall call;
    private final int sizeMax;
    private final EventUsage usage;
    private final String contentType;
    private final Buffer body = Buffer.buffer();

    HeldAnswer(
            Exchange exchange,
            Settlement settlement,
            ClientSink sink,
            AnswerStage stage,
            ProviderCall call,
            int sizeMax) {
        this.exchange = exchange;
        this.settlement = settlement;
        this.sink = sink;
        this.stage = stage;
        this.call = call;
        this.sizeMax = sizeMax;
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
        if (exchange.isOver()) {
            return;
        }
        exchange.heard();
        if (body.length() + piece.length() > sizeMax) {
            fail(Status.ERROR, AttemptFailure.last(upstream("is larger than " + sizeMax + " bytes")));
            exchange.cancelUpstream();
            return;
        }
        body.appendBuffer(piece);
        usage.read(piece);
    }

    private void complete() {
        if (exchange.isOver()) {
            return;
        }
        Buffer passed;
        try {
            passed = stage.plain(body);
        } catch (IOException unreadable) {
            fail(Status.ERROR, AttemptFailure.ofTarget(upstream("cannot be examined")));
            return;
        }
        if (stage.isBlocked()) {
            fail(Status.CONTENT_FILTERED, AttemptFailure.last(stage.failure()));
        } else if (exchange.mayAnswer(call)) {
            exchange.end(soFar(Status.OK), "200").onComplete(settled -> {
                if (settled.succeeded()) {
                    sink.answer(contentType, passed);
                } else {
                    exchange.refuse(Exchange.notRecorded());
                }
            });
        }
    }

    private GatewayFailure upstream(String what) {
        return GatewayFailure.upstream(
                "The answer of provider '" + settlement.attempt().provider() + "' " + what + ".");
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
        if (!exchange.isOver()) {
            exchange.fail(soFar(status), failure);
        }
    }

    @Override
    public AttemptEnd soFar(Status status) {
        return settlement.metered(status, usage.facts(), body.length() / 4L);
    }
}
