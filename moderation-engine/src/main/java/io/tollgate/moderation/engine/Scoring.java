package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Subject.Harm;
import io.tollgate.moderation.engine.Subject.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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

    /** The score of every category that a term speaks for. */
    static EnumMap<Category, Double> scores(List<TermFinding> findings, List<TermFinding> nearMinor) {
        EnumMap<Category, Double> scores = new EnumMap<>(Category.class);
        if (findings.isEmpty()) {
            return scores;
        }
        for (Category category : Category.values()) {
            scores.put(
                    category,
                    score(findings, finding -> speaksFor(finding.entry().subject(), category)));
        }
        scores.put(Category.SEXUAL_MINORS, score(nearMinor, finding -> true));
        return scores;
    }

    /** Where terms speak for a category, in the order of the text, at most {@link Assessment#MAX_HITS}. */
    static List<Hit> hits(List<TermFinding> findings, List<TermFinding> nearMinor) {
        Set<Hit> hits = new LinkedHashSet<>();
        for (TermFinding finding : findings) {
            if (finding.entry().subject() instanceof Harm(Category category)) {
                hits.add(hit(finding, category));
            }
        }
        nearMinor.forEach(finding -> hits.add(hit(finding, Category.SEXUAL_MINORS)));
        return ordered(hits);
    }

    static Injection injection(List<TermFinding> findings) {
        List<TermFinding> injections =
                inOrder(findings, finding -> finding.entry().subject() == Mark.INJECTION);
        if (injections.isEmpty()) {
            return Injection.NONE;
        }
        Set<InjectionFinding> places = new LinkedHashSet<>();
        for (TermFinding finding : injections) {
            places.add(new InjectionFinding(finding.entry().rule(), finding.start(), finding.end()));
        }
        return new Injection(score(injections, finding -> true), ordered(places));
    }

    static List<RuleFinding> rules(List<TermFinding> findings) {
        Set<RuleFinding> places = new LinkedHashSet<>();
        for (TermFinding finding : findings) {
            if (finding.entry().subject() == Mark.RULE) {
                places.add(new RuleFinding(finding.entry().rule(), finding.start(), finding.end()));
            }
        }
        return ordered(places);
    }

    /** The earliest of the places, in the order of the text. */
    static <F extends Finding> List<F> ordered(Collection<F> places) {
        // Most texts have none, and a sorting stream costs about as much as looking for them.
        return places.isEmpty() ? List.of() : sorted(places);
    }

    private static <F extends Finding> List<F> sorted(Collection<F> places) {
        return places.stream()
                .sorted(Comparator.<F>comparingInt(Finding::start).thenComparingInt(Finding::end))
                .limit(Assessment.MAX_HITS)
                .toList();
    }

    private static boolean speaksFor(Subject subject, Category category) {
        return subject instanceof Harm(Category found) && (found == category || found.parent() == category);
    }

    private static double score(List<TermFinding> findings, Predicate<TermFinding> speaks) {
        Map<String, Double> weightByRule = new HashMap<>();
        for (TermFinding finding : findings) {
            if (speaks.test(finding)) {
                weightByRule.merge(finding.entry().rule(), weight(finding), Math::max);
            }
        }
        double clean = 1;
        for (double weight : weightByRule.values()) {
            clean *= 1 - weight;
        }
        return 1 - clean;
    }

    private static double weight(TermFinding finding) {
        return WEIGHT_BY_SEVERITY[finding.entry().severity()] * finding.weight();
    }

    static Sighting sighting(TermFinding term) {
        String rule = term.entry().rule();
        return switch (term.entry().subject()) {
            case Harm(Category category) ->
                new Sighting(
                        new Hit(DETECTOR, rule, category, term.start(), term.end()),
                        weight(term),
                        term.start(),
                        term.end());
            case Mark.INJECTION ->
                new Sighting(
                        new InjectionFinding(rule, term.start(), term.end()), weight(term), term.start(), term.end());
            case Mark.RULE ->
                new Sighting(new RuleFinding(rule, term.start(), term.end()), 1, term.start(), term.end());
            case Mark.MINOR -> new Sighting(null, 0, term.start(), term.end());
        };
    }

    /** The sexual findings near a word for a minor, by one walk over both in the order of the text. */
    static List<TermFinding> nearMinor(List<TermFinding> findings) {
        List<TermFinding> minors = inOrder(findings, finding -> finding.entry().subject() == Mark.MINOR);
        List<TermFinding> near = new ArrayList<>();
        if (minors.isEmpty()) {
            return near;
        }
        int candidate = 0;
        for (TermFinding sexual :
                inOrder(findings, finding -> isSexual(finding.entry().subject()))) {
            while (candidate < minors.size() - 1 && minors.get(candidate).end() + NEAR < sexual.start()) {
                candidate++;
            }
            TermFinding minor = minors.get(candidate);
            if (minor.end() + NEAR >= sexual.start() && minor.start() <= sexual.end() + NEAR) {
                near.add(sexual);
            }
        }
        return near;
    }

    private static List<TermFinding> inOrder(List<TermFinding> findings, Predicate<TermFinding> which) {
        return findings.isEmpty() ? List.of() : sorted(findings, which);
    }

    private static List<TermFinding> sorted(List<TermFinding> findings, Predicate<TermFinding> which) {
        return findings.stream()
                .filter(which)
                .sorted(Comparator.comparingInt(TermFinding::start))
                .toList();
    }

    private static boolean isSexual(Subject subject) {
        return subject instanceof Harm(Category category) && category == Category.SEXUAL;
    }

    private static Hit hit(TermFinding finding, Category category) {
        return new Hit(DETECTOR, finding.entry().rule(), category, finding.start(), finding.end());
    }
}
