package io.tollgate.moderation.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns findings into scores.
 *
 * <p>A term weighs 0.2, 0.6 or 0.9 by its severity, times the weight of the view in which it was found at best. A category's score
 * is {@code 1 - product(1 - weight)} over its distinct terms: one clear term flags, of mild ones it takes four, and a term that is
 * repeated counts once. A special category counts towards its parent too. {@code sexual/minors} is the score of those sexual terms
 * that stand near a word for a minor.
 */
final class Scoring {

    /** How far, in UTF-16 units, a word for a minor may stand from a sexual term. */
    static final int NEAR = 200;

    private static final String DETECTOR = "lexicon";
    private static final double[] WEIGHT_BY_SEVERITY = {0, 0.2, 0.6, 0.9};

    private Scoring() {}

    static Assessment assess(List<Finding> findings, int characters) {
        Map<Category, Double> scores = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            scores.put(
                    category,
                    score(findings, finding -> speaksFor(finding.entry().category(), category)));
        }
        List<Finding> nearMinor = nearMinor(findings);
        scores.put(Category.SEXUAL_MINORS, score(nearMinor, finding -> true));
        return new Assessment(scores, hits(findings, nearMinor), characters, characters);
    }

    private static boolean speaksFor(@Nullable Category found, Category category) {
        return found != null && (found == category || found.parent() == category);
    }

    private static double score(List<Finding> findings, Predicate<Finding> speaks) {
        Map<String, Double> weightByRule = new HashMap<>();
        for (Finding finding : findings) {
            if (speaks.test(finding)) {
                double weight = WEIGHT_BY_SEVERITY[finding.entry().severity()] * finding.weight();
                weightByRule.merge(finding.entry().rule(), weight, Math::max);
            }
        }
        double clean = 1;
        for (double weight : weightByRule.values()) {
            clean *= 1 - weight;
        }
        return 1 - clean;
    }

    /** The sexual findings near a word for a minor, by one walk over both in the order of the text. */
    private static List<Finding> nearMinor(List<Finding> findings) {
        List<Finding> minors = inOrder(findings, finding -> finding.entry().category() == null);
        List<Finding> near = new ArrayList<>();
        if (minors.isEmpty()) {
            return near;
        }
        int candidate = 0;
        for (Finding sexual : inOrder(findings, finding -> finding.entry().category() == Category.SEXUAL)) {
            while (candidate < minors.size() - 1 && minors.get(candidate).end() + NEAR < sexual.start()) {
                candidate++;
            }
            Finding minor = minors.get(candidate);
            if (minor.end() + NEAR >= sexual.start() && minor.start() <= sexual.end() + NEAR) {
                near.add(sexual);
            }
        }
        return near;
    }

    private static List<Finding> inOrder(List<Finding> findings, Predicate<Finding> which) {
        return findings.stream()
                .filter(which)
                .sorted(Comparator.comparingInt(Finding::start))
                .toList();
    }

    private static List<Hit> hits(List<Finding> findings, List<Finding> nearMinor) {
        Set<Hit> hits = new LinkedHashSet<>();
        for (Finding finding : findings) {
            Category category = finding.entry().category();
            if (category != null) {
                hits.add(hit(finding, category));
            }
        }
        nearMinor.forEach(finding -> hits.add(hit(finding, Category.SEXUAL_MINORS)));
        return hits.stream()
                .sorted(Comparator.comparingInt(Hit::start).thenComparingInt(Hit::end))
                .limit(Assessment.MAX_HITS)
                .toList();
    }

    private static Hit hit(Finding finding, Category category) {
        return new Hit(DETECTOR, finding.entry().rule(), category, finding.start(), finding.end());
    }
}
