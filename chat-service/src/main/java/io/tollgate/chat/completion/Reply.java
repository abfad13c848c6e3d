package io.tollgate.chat.completion;

import io.tollgate.chat.cache.CacheDirective;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.telemetry.ChatMetrics;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one client is told: an answer or why there is none, once; with it go the headers that say how it came about, and the
 * request's own count. Used on one event loop.
 */
final class Reply {

    private final RequestScope scope;
    private final RequestInput input;
    /** Null until it is known which targets can be asked. */
    private @Nullable AttemptPlan plan;

    private String cacheResult = "bypass";
    private boolean streamed;
    private boolean answered;
    private boolean clientGone;
    private long upstreamNanos;

    /** @param input let go when there is an answer, or will be none */
    Reply(RequestScope scope, RequestInput input) {
        this.scope = scope;
        this.input = input;
    }

    void streamed(boolean stream) {
        streamed = stream;
    }

    void planned(AttemptPlan planned) {
        plan = planned;
    }

    /** @param result {@code bypass}, {@code miss}, {@code hit} or {@code semantic} */
    void cached(String result) {
        cacheResult = result;
    }

    /** A provider was waited for. */
    void waited(long nanos) {
        upstreamNanos += nanos;
    }

    /** Whether the client has an answer or a refusal, or is getting one. */
    boolean isAnswered() {
        return answered;
    }

    void clientGone() {
        clientGone = true;
    }

    boolean isClientGone() {
        return clientGone;
    }

    /** The answer begins, and with it go its headers. */
    void begin() {
        answered = true;
        input.letGo();
        describe();
    }

    /** The answer was given in one go. */
    void given() {
        answered = true;
        input.over();
        count("200");
    }

    /**
     * The answer is over.
     *
     * @param outcome the HTTP status, or {@code client_gone}
     */
    void ended(String outcome) {
        // A client that left before its answer began leaves its body behind.
        input.over();
        count(outcome);
        release();
    }

    /** There is no answer, and there will be none. Without effect if there is one. */
    void refuse(GatewayFailure failure) {
        if (answered) {
            return;
        }
        answered = true;
        input.over();
        count(clientGone ? Exchange.CLIENT_GONE : Integer.toString(failure.status()));
        release();
        describe();
        send(failure);
    }

    /** Says why there is no answer after all, though {@link #begin} was called: nothing was sent yet. */
    void send(GatewayFailure failure) {
        scope.sink().refuse(failure, scope.dialect().error(failure));
    }

    void describe() {
        AttemptPlan planned = plan;
        ClientSink sink = scope.sink();
        sink.header(CacheDirective.HEADER, cacheResult);
        long overhead = System.nanoTime() - scope.origin().received() - upstreamNanos;
        sink.header(AnswerHeaders.ATTEMPTS, planned == null ? "0" : Integer.toString(planned.attempts()));
        sink.header(AnswerHeaders.OVERHEAD, Long.toString(Math.max(0, TimeUnit.NANOSECONDS.toMillis(overhead))));
        input.describe();
    }

    /** No attempt follows: frees what the last settlement has not. */
    private void release() {
        RequestAccount account = scope.account();
        if (!account.isClosed()) {
            scope.services().metering().release(scope.caller().organization(), account.close(null));
            account.land();
        }
    }

    private void count(String outcome) {
        if (!scope.account().isCounted()) {
            return;
        }
        ChatMetrics.cacheResults(scope.services().registry(), cacheResult).increment();
        ChatMetrics.requests(scope.services().registry(), outcome, streamed).increment();
    }
}
