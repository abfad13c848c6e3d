package io.tollgate.trainer;

import io.tollgate.trainer.measure.Ranking;
import io.tollgate.trainer.measure.Scored;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Margins from which on a text is flagged, and from which on the classifier alone may block it.
 *
 * <p>A flag takes at most {@value #FLAG} of the negative texts, and {@value #FLAG_BENIGN} of everyday ones. A block takes at most
 * {@value #BLOCK} and {@value #BLOCK_BENIGN}, with a precision of {@value #PRECISION} over at least {@value #MIN_BLOCKED} positive texts:
 * of fewer, precision is luck. Where that cannot be had, the classifier never blocks.
 */
record Thresholds(double flag, @Nullable Double block) {

    static final double FLAG = 0.02;
    static final double FLAG_BENIGN = 0.005;
    static final double BLOCK = 0.01;
    static final double BLOCK_BENIGN = 0.005;
    static final double PRECISION = 0.9;
    static final int MIN_BLOCKED = 30;

    /**
     * @param texts margins of texts like those to come, by models that have not seen them
     * @param benign the same of everyday texts
     */
    static Thresholds of(List<Scored> texts, List<Scored> benign) {
        Ranking ranking = new Ranking(texts);
        Ranking everyday = new Ranking(benign);
        double flag = benign.isEmpty()
                ? ranking.thresholdAt(FLAG)
                : Math.max(ranking.thresholdAt(FLAG), everyday.thresholdAt(FLAG_BENIGN));
        OptionalDouble precise = ranking.thresholdAt(BLOCK, PRECISION, MIN_BLOCKED);
        if (precise.isEmpty()) {
            return new Thresholds(flag, null);
        }
        double block = benign.isEmpty()
                ? precise.getAsDouble()
                : Math.max(precise.getAsDouble(), everyday.thresholdAt(BLOCK_BENIGN));
        return new Thresholds(flag, Math.max(flag, block));
    }
}
