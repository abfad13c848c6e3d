package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.openai.AnswerReader;
import io.tollgate.chat.openai.MalformedAnswerException;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Objects;

/**
 * An answer that comes in one piece. It is held until it is whole and its usage is durable, then released byte for byte, unless
 * the guard changes or withholds it. If
 * the client leaves meanwhile, the provider is heard out all the same: only its answer says what the call cost.
 */
final class PlainAnswer implements Answer {

    private final Exchange exchange;
    private final Settlement settlement;
    private final ClientSink sink;
    private final AnswerStage stage;
    private final AnswerRendering rendering;
    private final ProviderCall call;
    private final String provider;
    private final int sizeMax;
    private final Buffer body = Buffer.buffer(2048);
    private final AnswerFacts facts = new AnswerFacts();
    private boolean clientGone;

    PlainAnswer(
            Exchange exchange,
            Settlement settlement,
            ClientSink sink,
            AnswerStage stage,
            AnswerRendering rendering,
            ProviderCall call,
            int sizeMax) {
        this.exchange = exchange;
        this.settlement = settlement;
        this.provider = settlement.attempt().provider();
        this.sink = sink;
        this.stage = stage;
        this.rendering = rendering;
        this.call = call;
        this.sizeMax = sizeMax;
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
            fail(
                    Status.ERROR,
                    AttemptFailure.last(GatewayFailure.upstream(
                            "The answer of provider '" + provider + "' is larger than " + sizeMax + " bytes.")));
            exchange.cancelUpstream();
            return;
        }
        body.appendBuffer(piece);
    }

    private void complete() {
        if (exchange.isOver()) {
            return;
        }
        Buffer passed;
        try {
            Buffer answer = call.translator().plain(body);
            byte[] bytes = answer.getBytes();
            if (AnswerReader.read(bytes, 0, bytes.length, facts).error()) {
                fail(Status.ERROR, AttemptFailure.ofTarget(ProviderErrors.withinAnswer(provider, answer)));
                return;
            }
            settlement.copy(answer);
            passed = stage.plain(answer);
        } catch (IOException | MalformedAnswerException malformed) {
            fail(
                    Status.ERROR,
                    AttemptFailure.ofTarget(
                            GatewayFailure.upstream("The answer of provider '" + provider + "' is not valid JSON.")));
            return;
        }
        if (stage.isBlocked()) {
            fail(Status.CONTENT_FILTERED, AttemptFailure.last(stage.failure()));
            return;
        }
        if (!exchange.isDraining() && !exchange.mayAnswer(call)) {
            return;
        }
        Status status = clientGone || sink.isClosed() ? Status.CLIENT_DISCONNECT : Status.OK;
        // An answer without usage is estimated by its length, as there are no chunks to count.
        AttemptEnd end = settlement.metered(status, facts, body.length() / 4L + 1);
        String cost = settlement.cost(end);
        if (cost != null) {
            sink.header(AnswerHeaders.COST, cost);
        }
        exchange.end(end, status == Status.OK ? "200" : Exchange.CLIENT_GONE).onComplete(settled -> {
            if (settled.succeeded()) {
                sink.answer(contentType(), rendering.plain(passed));
            } else {
                exchange.refuse(Exchange.notRecorded());
            }
        });
    }

    /** The provider's own, unless its answer was translated. */
    private String contentType() {
        String given = call.translator().translates() ? null : call.response().getHeader("content-type");
        return Objects.requireNonNullElse(given, "application/json");
    }

    private void broken(Throwable failure) {
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        fail(status, AttemptFailure.ofTarget(ProviderErrors.ofFailure(provider, failure)));
    }

    @Override
    public void clientGone() {
        clientGone = true;
    }

    @Override
    public void fail(Status status, AttemptFailure failure) {
        if (!exchange.isOver()) {
            exchange.fail(soFar(status), failure);
        }
    }

    /** The provider had begun to answer, so it worked and will bill: estimated, not free. */
    @Override
    public AttemptEnd soFar(Status status) {
        return settlement.metered(status, facts, body.length() / 4L);
    }
}
