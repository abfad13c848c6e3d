package io.tollgate.chat.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has to do with a request.
 *
 * @param fingerprint of the request; null if the cache has nothing to do with it
 * @param lookup whether an answer given before will do
 * @param life how long a new answer is kept
 * @param answerSizeMax a longer one is not kept, in bytes
 * @param semantic how the question is compared with others; null if it is not
 */
public record CachePlan(
        @Nullable String fingerprint,
        boolean lookup,
        Duration life,
        int answerSizeMax,
        @Nullable SemanticPlan semantic) {

    /** The cache has nothing to do with the request. */
    public static final CachePlan BYPASS = new CachePlan(null, false, Duration.ZERO, 0, null);

    /** What is asked for before a provider is; null if nothing. */
    public @Nullable String asked() {
        return lookup ? fingerprint : null;
    }
}
