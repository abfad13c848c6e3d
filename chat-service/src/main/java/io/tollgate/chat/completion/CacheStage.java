package io.tollgate.chat.completion;

import io.tollgate.chat.cache.CachePlan;
import io.tollgate.chat.cache.CachedAnswer;
import io.tollgate.chat.cache.SemanticPlan;
import io.tollgate.chat.cache.SingleFlight;
import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.guard.AnswerStage;
import io.tollgate.chat.guard.GuardDecision;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What the cache has to do with one request: it waits for the same request under way, and is given an answer that was given
 * before. The answer itself is found by the admission of the first attempt. Used on one event loop.
 */
final class CacheStage {

    private static final Logger LOG = Logger.getLogger(CacheStage.class);

    private final RequestScope scope;
    private final RequestInput input;
    private final Reply reply;

    CacheStage(RequestScope scope, RequestInput input, Reply reply) {
        this.scope = scope;
        this.input = input;
        this.reply = reply;
    }

    /**
     * Of the same requests at the same time one goes ahead; the others then find its answer, or ask for their own.
     *
     * @param ahead the request's first attempt
     */
    void takeOff(CachePlan plan, Runnable ahead) {
        reply.cached(plan.fingerprint() == null ? "bypass" : "miss");
        scope.account().cached(plan);
        String fingerprint = plan.asked();
        if (fingerprint == null) {
            ahead.run();
            return;
        }
        String flight = scope.caller().organization() + "/" + fingerprint;
        SingleFlight flights = scope.services().cache().flights();
        Optional<Future<Void>> leader = flights.join(flight);
        if (leader.isEmpty()) {
            scope.account().onLanding(() -> flights.land(flight));
            ahead.run();
            return;
        }
        Context context = scope.services().vertx().getOrCreateContext();
        leader.get()
                .timeout(scope.services().cache().patienceMillis(), TimeUnit.MILLISECONDS)
                .onComplete(over -> context.runOnContext(go -> {
                    if (reply.isClientGone()) {
                        reply.refuse(GatewayFailure.internal());
                    } else {
                        ahead.run();
                    }
                }));
    }

    /** What was answered before is still subject to the guard: its rules may have changed, and so may who may ask. */
    void answerAgain(ClientRequest asked, Admittance.Outcome.Answered cached) {
        reply.cached("hit");
        scope.account().close(null);
        scope.account().land();
        CachedReply again = new CachedReply(
                cached.attempt(),
                cached.answer(),
                asked.facts().shape(),
                scope.services().metering()::recordServed);
        input.examined(asked, cached.attempt())
                .onSuccess(decision -> {
                    switch (decision) {
                        case GuardDecision.Pass _ ->
                            give(
                                    again,
                                    input.guarded(asked.facts(), cached.attempt())
                                            .answer(),
                                    asked.rendering());
                        case GuardDecision.Block block -> reply.refuse(block.failure());
                    }
                })
                .onFailure(failure -> notGiven(failure, GatewayFailure.internal()));
    }

    /**
     * Gives the answer to a question that means the same, if the model's questions are compared and there is one. The guard has
     * examined the request, and nothing was sent yet.
     *
     * @param exchange the request's attempt, which such an answer ends
     * @param instead what comes before such an answer is given
     * @param otherwise what follows where there is none
     */
    void compare(ClientRequest asked, Exchange exchange, Runnable instead, Runnable otherwise) {
        SemanticPlan plan = scope.account().cache().semantic();
        if (plan == null || exchange.attempt().number() > 1) {
            otherwise.run();
            return;
        }
        Comparison comparison = new Comparison(scope, asked.facts());
        String question = input.guarded(asked.facts(), exchange.attempt()).masked(plan.text());
        comparison.nearest(plan, question).onSuccess(exchange.guarded((Optional<CachedAnswer> found) -> {
            if (exchange.isOver()) {
                return;
            }
            if (found.isPresent()) {
                instead.run();
                answerInstead(asked, exchange, found.get());
            } else {
                otherwise.run();
            }
        }));
    }

    private void answerInstead(ClientRequest asked, Exchange exchange, CachedAnswer answer) {
        reply.cached("semantic");
        reply.describe();
        scope.sink().header(AnswerHeaders.COST, "0");
        AnswerStage stage = input.guarded(asked.facts(), exchange.attempt()).answer();
        new CachedReply(exchange.attempt(), answer, asked.facts().shape(), exchange::serve)
                .give(scope.services(), scope.sink(), stage, asked.rendering())
                .onSuccess(given -> {
                    switch (given) {
                        case CachedReply.Outcome.Given _ -> reply.given();
                        case CachedReply.Outcome.Withheld withheld ->
                            exchange.refuse(Status.CONTENT_FILTERED, withheld.failure());
                    }
                })
                .onFailure(failure -> {
                    exchange.refuse(Status.ERROR, Exchange.notRecorded());
                    notGiven(failure, Exchange.notRecorded());
                });
    }

    private void give(CachedReply again, AnswerStage stage, AnswerRendering rendering) {
        reply.describe();
        scope.sink().header(AnswerHeaders.COST, "0");
        again.give(scope.services(), scope.sink(), stage, rendering)
                .onSuccess(given -> {
                    switch (given) {
                        case CachedReply.Outcome.Given _ -> reply.given();
                        case CachedReply.Outcome.Withheld withheld -> reply.refuse(withheld.failure());
                    }
                })
                .onFailure(failure -> notGiven(failure, Exchange.notRecorded()));
    }

    private void notGiven(Throwable failure, GatewayFailure told) {
        LOG.errorf(
                failure,
                "An answer could not be given again: request %s",
                scope.origin().requestId());
        reply.refuse(told);
    }
}
