package io.tollgate.local.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** One call on its way: the exchange with the caller, and its one line in the journal, written at its end. */
final class ServedCall {
    private final Vertx vertx;
    private final HttpServerRequest exchange;
    private final ChatRequest request;
    private final CallJournal journal;
    private final Instant at;
    private final ProviderDialect dialect;
    private boolean recorded;

    ServedCall(
            Vertx vertx,
            HttpServerRequest exchange,
            ChatRequest request,
            CallJournal journal,
            Instant at,
            ProviderDialect dialect) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.request = request;
        this.journal = journal;
        this.at = at;
        this.dialect = dialect;
    }

    ChatRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return exchange.response();
    }

    boolean isRecorded() {
        return recorded;
    }

    /** Runs the action after the wait, unless the call has ended by then. */
    void after(long millis, Runnable action) {
        if (millis <= 0) {
            action.run();
        } else {
            vertx.setTimer(millis, timer -> {
                if (!recorded) {
                    action.run();
                }
            });
        }
    }

    /** Writes the call's line if it was not written yet: the first end counts. */
    void record(Call.End end, int completionTokens) {
        record(end, request.promptTokens(), completionTokens);
    }

    private void record(Call.End end, int promptTokens, int completionTokens) {
        if (recorded) {
            return;
        }
        recorded = true;
        boolean answered = promptTokens > 0;
        try {
            journal.add(new Call(
                    Call.bounded(exchange.getHeader("X-Client-Request-Id")),
                    at.toString(),
                    request.model(),
                    request.stream(),
                    promptTokens,
                    answered ? request.controls().cachedTokens() : 0,
                    completionTokens,
                    Math.min(completionTokens, request.controls().reasoningTokens()),
                    end,
                    request.controls().fault().map(Fault::wireName).orElse(null),
                    Call.bounded(exchange.getHeader("traceparent"))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + journal.file(), e);
        }
    }

    /** Refuses the call before an answer begins: nothing to pay. */
    void refuse(ErrorBody error) {
        record(Call.End.FAULT, 0, 0);
        if (error.status() == 429) {
            response().putHeader("Retry-After", "1");
        }
        response()
                .setStatusCode(error.status())
                .putHeader("Content-Type", "application/json")
                .end(dialect.error(error));
    }

    /** Leaves the call without an answer: nothing to pay. Its end comes when the caller gives up. */
    void hang() {
        response().closeHandler(gone -> record(Call.End.FAULT, 0, 0));
    }

    /** Drops the connection before an answer begins: nothing to pay. */
    void reset() {
        record(Call.End.FAULT, 0, 0);
        resetConnection();
    }

    /** Ends the connection with a TCP reset, as a crashing peer does; an ordinary close could look like the end of a stream. */
    void resetConnection() {
        HttpServerConnection connection = (HttpServerConnection) exchange.connection();
        connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        connection.close();
    }

    /** Writes, and when the bytes have left, ends the connection with a reset. */
    void writeThenReset(Buffer last) {
        response().write(last).onComplete(written -> resetConnection());
    }
}
