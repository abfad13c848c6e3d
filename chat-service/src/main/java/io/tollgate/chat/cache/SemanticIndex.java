package io.tollgate.chat.cache;

import io.tollgate.chat.reservation.QuestionStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** The questions whose answers are in the cache, by what they mean. They are in Redis; they are compared here. */
public final class SemanticIndex {

    private final QuestionStore store;

    SemanticIndex(QuestionStore store) {
        this.store = store;
    }

    /**
     * The answer to the question of a partition that means the same, as {@link SemanticRule} has it.
     *
     * @return empty if there is none, or its answer has gone meanwhile; fails if Redis does not answer
     */
    public Future<Optional<CachedAnswer>> nearest(String organization, SemanticPlan plan, Embedding asked) {
        return store.recall(organization, plan.partition()).compose(kept -> {
            Optional<AnsweredQuestion> nearest =
                    AnsweredQuestion.nearest(kept, asked, plan.rule().settings().threshold());
            return nearest.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : store.answer(organization, nearest.get().fingerprint())
                            .map(answer -> answer.flatMap(CachedAnswer::ofBytes));
        });
    }

    /**
     * Remembers a question whose answer was stored.
     *
     * @param fingerprint what the answer is found by
     * @param life the answer's
     */
    public Future<Void> remember(
            String organization, SemanticPlan plan, String fingerprint, Embedding embedding, Duration life) {
        return store.remember(
                organization,
                plan.partition(),
                new AnsweredQuestion(fingerprint, embedding).toBytes(),
                plan.rule().settings().entries(),
                life);
    }
}
