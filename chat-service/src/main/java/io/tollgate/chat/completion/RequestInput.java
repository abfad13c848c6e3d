package io.tollgate.chat.completion;

import io.tollgate.chat.guard.AskedOf;
import io.tollgate.chat.guard.GuardDecision;
import io.tollgate.chat.guard.GuardedRequest;
import io.tollgate.chat.metering.Attempt;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks, for as long as it is needed: the body until the guard has examined it, the rest until an answer has
 * begun. Used on one event loop.
 */
final class RequestInput {

    private final RequestScope scope;
    private final Runnable bodyLetGo;
    private @Nullable ClientRequest request;

    /** The body as the client sent it, until the guard has read it. */
    private byte @Nullable [] unexamined;

    /** Null until the first attempt is admitted. */
    private @Nullable GuardedRequest guarded;

    /** @param bodyLetGo called when the body is not needed any more, perhaps more than once */
    RequestInput(RequestScope scope, Runnable bodyLetGo) {
        this.scope = scope;
        this.bodyLetGo = bodyLetGo;
    }

    void hold(ClientRequest parsed, byte[] body) {
        request = parsed;
        unexamined = body;
    }

    /** What is asked in the words of a request that the guard has examined. */
    void holdExamined(ClientRequest derived) {
        request = derived;
    }

    /** Null once it was let go. */
    @Nullable
    ClientRequest request() {
        return request;
    }

    void letGo() {
        request = null;
        unexamined = null;
        bodyLetGo.run();
    }

    /** No attempt follows, whatever came of those before. */
    void over() {
        letGo();
        GuardedRequest guard = guarded;
        if (guard != null) {
            guard.over();
        }
    }

    GuardedRequest guarded(RequestFacts facts, Attempt attempt) {
        GuardedRequest known = guarded;
        if (known == null) {
            known = scope.services()
                    .guard()
                    .take(
                            scope.caller(),
                            new AskedOf(
                                    scope.origin().requestId(),
                                    facts.operation(),
                                    facts.model(),
                                    facts.endUser(),
                                    attempt.traceParent()));
            guarded = known;
        }
        return known;
    }

    /** What passed once passes again: only the first attempt's input is examined. */
    Future<GuardDecision> examined(ClientRequest asked, Attempt attempt) {
        byte[] body = unexamined;
        unexamined = null;
        if (body == null) {
            return Future.succeededFuture(new GuardDecision.Pass());
        }
        // Should it throw, the future fails: the attempt must be settled.
        return Future.<GuardDecision>future(decided -> guarded(asked.facts(), attempt)
                        .examine(body, asked.facts().texts())
                        .onComplete(decided))
                .onSuccess(decision -> ChatMetrics.admissionDuration(
                                scope.services().registry())
                        .record(System.nanoTime() - scope.origin().received(), TimeUnit.NANOSECONDS));
    }

    /** Tells the client what the guard did, if it was asked. */
    void describe() {
        GuardedRequest guard = guarded;
        if (guard != null) {
            guard.describe(scope.sink()::header);
        }
    }
}
