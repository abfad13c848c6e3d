package io.tollgate.chat.completion;

import io.tollgate.chat.cache.AnswerCache;
import io.tollgate.chat.cache.CachedAnswer;
import io.tollgate.chat.cache.Embedding;
import io.tollgate.chat.cache.SemanticPlan;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Whether a question was answered before in other words. It may take its time, but not much: where it cannot be told in time,
 * the question counts as new. Used on one event loop.
 */
final class Comparison {

    private static final Logger LOG = Logger.getLogger(Comparison.class);

    private final RequestScope scope;
    private final RequestFacts facts;

    /** @param facts of the request that asks */
    Comparison(RequestScope scope, RequestFacts facts) {
        this.scope = scope;
        this.facts = facts;
    }

    /**
     * Once the question's vector is known it is also remembered, should an answer to it be stored.
     *
     * @param question as a provider may see it
     * @return the answer to a question that means the same; empty if there is none, or it cannot be told; never fails
     */
    Future<Optional<CachedAnswer>> nearest(SemanticPlan plan, String question) {
        AnswerCache cache = scope.services().cache();
        Context context = scope.services().vertx().getOrCreateContext();
        EmbeddingCall call = new EmbeddingCall(scope, facts, plan.rule().embedding());
        Promise<Optional<CachedAnswer>> compared = Promise.promise();
        // Should anything throw, the future fails: the question counts as new then too.
        Future.<Embedding>future(embedded -> call.ask(question).onComplete(embedded))
                .compose(embedding -> {
                    scope.account().onKept(() -> remember(plan, embedding));
                    return cache.index().nearest(scope.caller().organization(), plan, embedding);
                })
                .timeout(cache.comparisonMillis(), TimeUnit.MILLISECONDS)
                .onComplete(result -> context.runOnContext(go -> {
                    call.abandon();
                    if (result.succeeded()) {
                        count(result.result().isPresent() ? "hit" : "miss");
                        compared.complete(result.result());
                    } else {
                        count(result.cause() instanceof TimeoutException ? "timeout" : "failed");
                        LOG.debugf("A question could not be compared: %s", result.cause());
                        compared.complete(Optional.empty());
                    }
                }));
        return compared.future();
    }

    private void remember(SemanticPlan plan, Embedding embedding) {
        String fingerprint = scope.account().cache().fingerprint();
        if (fingerprint == null) {
            return;
        }
        scope.services()
                .cache()
                .index()
                .remember(
                        scope.caller().organization(),
                        plan,
                        fingerprint,
                        embedding,
                        scope.account().cache().life())
                .onFailure(failure -> {
                    count("unkept");
                    LOG.debugf("A question was not remembered: %s", failure);
                });
    }

    private void count(String result) {
        ChatMetrics.comparisons(scope.services().registry(), result).increment();
    }
}
