package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.openai.AnswerFacts;
import io.tollgate.chat.openai.AnswerReader;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;

/**
 * An answer that comes in one piece. It is held until it is whole and its usage is durable, then released byte for byte. If
 * the client leaves meanwhile, the provider is heard out all the same: only its answer says what the call cost.
 */
final class PlainAnswer implements Answer {

    private final Exchange exchange;
    private final ChatRequest request;
    private final HttpServerResponse response;
    private final ProviderCall call;
    private final int sizeMax;
    private final Buffer body = Buffer.buffer(2048);
    private final AnswerFacts facts = new AnswerFacts();
    private boolean clientGone;

    PlainAnswer(Exchange exchange, ChatRequest request, HttpServerResponse response, ProviderCall call, int sizeMax) {
        this.exchange = exchange;
        this.request = request;
        this.response = response;
        this.call = call;
        this.sizeMax = sizeMax;
    }

    @Override
    public void relay() {
        call.response().handler(this::received);
        call.response().exceptionHandler(this::broken);
        call.response().endHandler(end -> complete());
        call.response().resume();
    }

    private void received(Buffer piece) {
        if (exchange.isOver()) {
            return;
        }
        exchange.heard();
        if (body.length() + piece.length() > sizeMax) {
            fail(Status.ERROR, GatewayFailure.upstream("The provider's answer is larger than " + sizeMax + " bytes."));
            exchange.cancelUpstream();
            return;
        }
        body.appendBuffer(piece);
    }

    private void complete() {
        if (exchange.isOver()) {
            return;
        }
        try {
            byte[] bytes = body.getBytes();
            AnswerReader.read(bytes, 0, bytes.length, facts);
        } catch (IOException malformed) {
            fail(Status.ERROR, GatewayFailure.upstream("The provider's answer is not valid JSON."));
            return;
        }
        Status status = clientGone || response.closed() ? Status.CLIENT_DISCONNECT : Status.OK;
        // An answer without usage is estimated by its length, as there are no chunks to count.
        AttemptEnd end = exchange.metered(status, facts, body.length() / 4L + 1);
        exchange.end(end, status == Status.OK ? "200" : "client_gone").onComplete(settled -> {
            if (settled.succeeded()) {
                release();
            } else {
                ErrorEnvelope.send(response, Exchange.notRecorded());
            }
        });
    }

    private void release() {
        if (!response.closed()) {
            response.putHeader("content-type", exchange.upstreamContentType(call, "application/json"))
                    .putHeader("openai-processing-ms", exchange.processingMillis())
                    .putHeader("openai-version", "2020-10-01")
                    .setStatusCode(200)
                    .end(body);
        }
    }

    private void broken(Throwable failure) {
        Status status = ProviderErrors.isTimeout(failure) ? Status.TIMEOUT : Status.ERROR;
        fail(status, ProviderErrors.ofFailure("upstream", failure));
    }

    @Override
    public void clientGone() {
        clientGone = true;
    }

    @Override
    public void fail(Status status, GatewayFailure failure) {
        if (exchange.isOver()) {
            return;
        }
        // The provider had begun to answer, so it worked and will bill: estimated, not free.
        exchange.fail(exchange.metered(status, facts, body.length() / 4L), failure);
    }

    @Override
    public String toString() {
        return "PlainAnswer[" + request.model() + ", " + body.length() + " bytes]";
    }
}
