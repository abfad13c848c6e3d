package io.tollgate.chat.route;

/**
 * Which questions a model's answers are given again for that were asked in other words.
 *
 * @param embeddingModel a name of the same file; its targets must all make the same vectors of the same text
 * @param threshold the least cosine of the two questions' vectors
 * @param entries how many questions are remembered of those that differ in nothing else; fewer where their vectors are long
 */
public record SemanticCache(String embeddingModel, double threshold, int entries) {

    /** Below it nothing is the same question any more. */
    static final double THRESHOLD_MIN = 0.5;

    static final double THRESHOLD_DEFAULT = 0.95;
    static final int ENTRIES_MAX = 1_000;
    static final int ENTRIES_DEFAULT = 100;

    public SemanticCache {
        if (!(threshold >= THRESHOLD_MIN && threshold <= 1)) {
            throw new IllegalArgumentException("a threshold is from " + THRESHOLD_MIN + " to 1: " + threshold);
        }
        if (entries < 1 || entries > ENTRIES_MAX) {
            throw new IllegalArgumentException("from 1 to " + ENTRIES_MAX + " questions are remembered: " + entries);
        }
    }
}
