package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.classify.Classifier;
import io.tollgate.moderation.engine.classify.Head;
import io.tollgate.moderation.engine.text.View;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the classifier has to say of a text, on the scale of the scores.
 *
 * <p>A score is the calibrated probability as long as that is small. From {@value #AS_IT_IS} on it is drawn in, so that it reaches
 * {@link Assessment#FLAG_THRESHOLD} where the classifier is precise enough to be acted upon without a second opinion, and stays below
 * where it never is. Between, it may flag: the category's own threshold decides.
 */
final class Judgement {

    private static final double AS_IT_IS = 0.4;
    /** As close to the threshold as a score comes that is not to be acted upon. */
    private static final double UNCERTAIN_MOST = 0.499;
    /** A category whose block begins so low needs its share of the scale too. */
    private static final double SHARE_BELOW_BLOCK = 0.8;

    private final Classifier classifier;
    private final List<Category> categories;

    Judgement(Classifier classifier) {
        this.classifier = classifier;
        categories = classifier.heads().stream()
                .map(head -> Category.ofWireName(head.name()))
                .toList();
        if (categories.contains(Category.SEXUAL_MINORS)) {
            throw new IllegalArgumentException(
                    "a model has a head for " + Category.SEXUAL_MINORS.wireName() + ", which is told by rule alone");
        }
    }

    /** Raises the scores to what the classifier finds, and tells which categories it flags. */
    Set<Category> raise(EnumMap<Category, Double> scores, View text, Classifier.Scratch scratch) {
        classifier.classify(text, scratch);
        Set<Category> flagged = EnumSet.noneOf(Category.class);
        for (int i = 0; i < categories.size(); i++) {
            Category category = categories.get(i);
            Head head = classifier.heads().get(i);
            double probability = scratch.probability(i);
            double score = score(probability, head.block());
            scores.merge(category, score, Math::max);
            Category parent = category.parent();
            if (parent != null) {
                scores.merge(parent, score, Math::max);
            }
            if (probability >= head.flag()) {
                flagged.add(category);
            }
        }
        return flagged;
    }

    /** Rises with the probability. */
    static double score(double probability, @Nullable Float block) {
        double sure = block == null ? 1 : block;
        double asItIs = Math.min(AS_IT_IS, sure * SHARE_BELOW_BLOCK);
        if (probability <= asItIs) {
            return probability;
        }
        if (block == null || probability < sure) {
            return asItIs + (UNCERTAIN_MOST - asItIs) * (probability - asItIs) / (sure - asItIs);
        }
        double threshold = Assessment.FLAG_THRESHOLD;
        return sure >= 1 ? 1 : threshold + (1 - threshold) * (probability - sure) / (1 - sure);
    }
}
