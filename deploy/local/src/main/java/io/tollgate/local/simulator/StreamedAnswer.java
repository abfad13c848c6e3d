package io.tollgate.local.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer as server-sent events, one token each, at the pace that was asked for. A caller that reads too slowly stops the
 * generation: at most the connection's write queue (64 KiB) and one batch wait in memory.
 */
final class StreamedAnswer {
    /** Chunks that are due together leave in one write of about this size. */
    private static final int BATCH_BYTES = 16_384;

    private final ServedCall call;
    private final Answer answer;
    private final Wire wire;
    private final HttpServerResponse response;
    private final @Nullable Fault fault;
    private final int faultToken;
    private long firstTokenNanos;
    private int sent;
    private boolean begun;
    private boolean waitingForReader;

    StreamedAnswer(ServedCall call, Answer answer, Wire wire) {
        this.call = call;
        this.answer = answer;
        this.wire = wire;
        this.response = call.response();
        this.fault = call.request().controls().fault().orElse(null);
        this.faultToken = answer.contentTokens() / 2;
    }

    void start() {
        response.closeHandler(gone -> call.record(Call.End.CLIENT_GONE, generated()));
        call.after(call.request().controls().firstByteMillis(), this::begin);
    }

    private void begin() {
        begun = true;
        firstTokenNanos = System.nanoTime();
        response.setChunked(true).putHeader("Content-Type", wire.streamType()).putHeader("Cache-Control", "no-cache");
        response.write(wire.beginning());
        advance();
    }

    /** Writes what is due, then waits for the next token's time or for the reader. */
    private void advance() {
        Buffer batch = Buffer.buffer();
        int due = due();
        while (sent < due) {
            if (sent == faultToken && breaks(batch)) {
                return;
            }
            wire.appendContentChunk(sent, batch);
            sent++;
            if (batch.length() >= BATCH_BYTES) {
                response.write(batch);
                batch = Buffer.buffer();
                if (response.writeQueueFull()) {
                    awaitReader();
                    return;
                }
            }
        }
        if (sent == answer.contentTokens()) {
            finish(batch);
            return;
        }
        if (batch.length() > 0) {
            response.write(batch);
        }
        if (response.writeQueueFull()) {
            awaitReader();
        } else {
            call.after(untilNextToken(), this::advance);
        }
    }

    private void awaitReader() {
        if (waitingForReader) {
            return;
        }
        waitingForReader = true;
        response.drainHandler(drained -> {
            waitingForReader = false;
            if (!call.isRecorded()) {
                advance();
            }
        });
    }

    private int due() {
        int chunkMillis = call.request().controls().chunkMillis();
        if (chunkMillis == 0) {
            return answer.contentTokens();
        }
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - firstTokenNanos);
        return (int) Math.min(answer.contentTokens(), 1 + elapsed / chunkMillis);
    }

    /** Token i is due at i times the pace after the first, however late the ones before it were. */
    private long untilNextToken() {
        long dueMillis = (long) sent * call.request().controls().chunkMillis();
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - firstTokenNanos);
        return Math.max(1, dueMillis - elapsed);
    }

    /** Does what the fault asks for in the middle of the stream. Returns whether the stream ends with it. */
    private boolean breaks(Buffer batch) {
        if (fault == null) {
            return false;
        }
        switch (fault) {
            case MALFORMED_FRAME -> batch.appendBuffer(wire.malformedFrame());
            case MALFORMED_JSON -> batch.appendBuffer(wire.malformedJson());
            case CUT -> {
                call.record(Call.End.FAULT, generated());
                call.writeThenReset(batch);
                return true;
            }
            case STALL -> {
                call.record(Call.End.FAULT, generated());
                response.write(batch);
                return true;
            }
            case HALF_FRAME -> {
                call.record(Call.End.FAULT, generated());
                Buffer frame = Buffer.buffer();
                wire.appendContentChunk(sent, frame);
                response.end(batch.appendBuffer(frame, 0, frame.length() / 2));
                return true;
            }
            case NO_DONE -> {
                call.record(Call.End.FAULT, generated());
                response.end(batch);
                return true;
            }
            case ERROR_IN_STREAM -> {
                call.record(Call.End.FAULT, generated());
                response.end(batch.appendBuffer(wire.errorEvent(ErrorBody.serverError())));
                return true;
            }
            default -> {
                return false;
            }
        }
        return false;
    }

    private void finish(Buffer batch) {
        call.record(Call.End.COMPLETE, generated());
        response.end(batch.appendBuffer(wire.endOfStream(fault != Fault.NO_USAGE)));
    }

    /** Reasoning comes before the first byte; content as it is sent. */
    private int generated() {
        return begun ? answer.reasoningTokens() + sent : 0;
    }
}
