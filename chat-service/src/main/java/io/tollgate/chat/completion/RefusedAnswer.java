package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.metering.AttemptEnd;
import io.tollgate.chat.provider.ProviderCall;
import io.tollgate.chat.provider.ProviderErrors;
import io.tollgate.chat.provider.RetryAfter;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;

/** A provider's error answer. It costs nothing, however it ends: a provider does not bill what it refused. */
final class RefusedAnswer implements Answer {

    private static final int SIZE_MAX = 64 * 1024;

    private final Exchange exchange;
    private final String provider;
    private final ProviderCall call;
    private final InstantSource clock;
    private final Buffer body = Buffer.buffer();

    RefusedAnswer(Exchange exchange, String provider, ProviderCall call, InstantSource clock) {
        this.exchange = exchange;
        this.provider = provider;
        this.call = call;
        this.clock = clock;
    }

    @Override
    public void relay() {
        call.response().handler(exchange.guarded(this::received));
        call.response().exceptionHandler(exchange.inOrder(broken -> complete()));
        call.response().endHandler(exchange.guarded(end -> complete()));
        call.response().resume();
    }

    private void received(Buffer piece) {
        if (exchange.isOver()) {
            return;
        }
        exchange.heard();
        body.appendBuffer(piece);
        if (body.length() > SIZE_MAX) {
            complete();
            exchange.cancelUpstream();
        }
    }

    /** Also with a part of the body: the status says enough. */
    private void complete() {
        int answered = call.response().statusCode();
        int status = call.translator().errorStatus(answered, body);
        GatewayFailure failure = ProviderErrors.ofAnswer(
                provider,
                status,
                call.translator().retryAfter(answered, call.response().getHeader("retry-after"), body),
                call.translator().error(answered, body));
        exchange.fail(
                AttemptEnd.free(Status.ERROR),
                AttemptFailure.ofAnswer(
                        status, failure, RetryAfter.of(call.response().headers(), clock.instant())));
    }

    @Override
    public void clientGone() {
        // Nobody waits for it, and it costs nothing: its end is near anyway.
    }

    @Override
    public void fail(Status status, AttemptFailure failure) {
        exchange.fail(AttemptEnd.free(status), failure);
    }

    @Override
    public AttemptEnd soFar(Status status) {
        return AttemptEnd.free(status);
    }
}
