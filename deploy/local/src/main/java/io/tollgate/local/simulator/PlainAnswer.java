package io.tollgate.local.simulator;

import io.vertx.core.buffer.Buffer;

/** Sends an answer in one body. */
final class PlainAnswer {
    private final ServedCall call;
    private final Answer answer;
    private final Wire wire;

    PlainAnswer(ServedCall call, Answer answer, Wire wire) {
        this.call = call;
        this.answer = answer;
        this.wire = wire;
    }

    void start() {
        call.response().closeHandler(gone -> call.record(Call.End.CLIENT_GONE, generated()));
        call.after(call.request().controls().firstByteMillis(), this::send);
    }

    private void send() {
        Fault fault = call.request().controls().fault().orElse(null);
        Buffer body = wire.plainBody(fault != Fault.NO_USAGE);
        Buffer half = body.getBuffer(0, body.length() / 2);
        call.response().putHeader("Content-Type", "application/json");
        if (fault == Fault.CUT || fault == Fault.STALL) {
            call.response().putHeader("Content-Length", Integer.toString(body.length()));
            call.record(Call.End.FAULT, generated());
            if (fault == Fault.CUT) {
                call.writeThenReset(half);
            } else {
                call.response().write(half);
            }
        } else {
            call.record(Call.End.COMPLETE, generated());
            call.response().end(fault == Fault.MALFORMED_JSON ? half : body);
        }
    }

    /** A provider has generated the whole answer when it sends the first byte of it. */
    private int generated() {
        return answer.reasoningTokens() + answer.contentTokens();
    }
}
