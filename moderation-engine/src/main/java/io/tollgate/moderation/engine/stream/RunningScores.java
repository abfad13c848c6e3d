package io.tollgate.moderation.engine.stream;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.Finding;
import io.tollgate.moderation.engine.Hit;
import io.tollgate.moderation.engine.Injection;
import io.tollgate.moderation.engine.InjectionFinding;
import io.tollgate.moderation.engine.RuleFinding;
import io.tollgate.moderation.engine.SensitiveFinding;
import io.tollgate.moderation.engine.Sighting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found in a text so far. Scores are {@code 1 - product(1 - weight)} over the distinct rules that speak for a category,
 * as for a whole text, or the highest of what its sentences scored.
 */
final class RunningScores {

    /** How far, in UTF-16 units, a word for a minor may stand from a sexual term. */
    private static final int NEAR = 200;
    /** How many sexual terms are remembered for a word for a minor that may follow: those nearest to it. */
    private static final int REMEMBERED_MAX = 16;

    private final Map<Category, Map<String, Double>> weightsByRule = new EnumMap<>(Category.class);
    private final Map<String, Double> injectionWeights = new HashMap<>(2);
    private final Map<Category, Double> ofSentences = new EnumMap<>(Category.class);
    private final Set<Category> suspected = EnumSet.noneOf(Category.class);
    private final List<Hit> hits = new ArrayList<>(0);
    private final List<InjectionFinding> injections = new ArrayList<>(0);
    private final List<SensitiveFinding> sensitive = new ArrayList<>(0);
    private final List<RuleFinding> rules = new ArrayList<>(0);
    private final List<Sighting> sexual = new ArrayList<>(0);
    private int minorEnd = Integer.MIN_VALUE / 2;

    /**
     * Counts one more sighting; they come by rising ends.
     *
     * @param distance what its offsets lack to count from the beginning of the text
     * @return the gravest of what follows from it
     */
    Action add(Sighting sighting, int distance, StreamRules policy) {
        int start = sighting.start() + distance;
        int end = sighting.end() + distance;
        Finding finding = sighting.finding();
        return switch (finding) {
            case null -> addMinor(start, end, policy);
            case Hit hit -> addHit(new Hit(hit.detector(), hit.rule(), hit.category(), start, end), sighting, policy);
            case InjectionFinding injection -> {
                injectionWeights.merge(injection.rule(), sighting.weight(), Math::max);
                keep(injections, new InjectionFinding(injection.rule(), start, end), Assessment.MAX_HITS);
                yield policy.injection(score(injectionWeights));
            }
            case RuleFinding rule -> {
                keep(rules, new RuleFinding(rule.rule(), start, end), Assessment.MAX_HITS);
                yield policy.rule(rule.rule());
            }
            case SensitiveFinding data -> {
                keep(sensitive, new SensitiveFinding(data.kind(), start, end), Assessment.MAX_SENSITIVE);
                yield policy.sensitive(data.kind());
            }
        };
    }

    private static <F> void keep(List<F> findings, F finding, int most) {
        // A term may be seen in several views of the same place.
        if (findings.size() < most && !findings.contains(finding)) {
            findings.add(finding);
        }
    }

    private Action addMinor(int start, int end, StreamRules policy) {
        minorEnd = Math.max(minorEnd, end);
        for (Sighting term : sexual) {
            if (term.end() + NEAR >= start) {
                countNearMinor(term);
            }
        }
        return policy.category(Category.SEXUAL_MINORS, score(Category.SEXUAL_MINORS));
    }

    private Action addHit(Hit hit, Sighting sighting, StreamRules policy) {
        Category parent = hit.category().parent();
        weigh(hit.category(), hit.rule(), sighting.weight());
        keep(hits, hit, Assessment.MAX_HITS);
        Action action = policy.category(hit.category(), score(hit.category()));
        if (parent != null) {
            weigh(parent, hit.rule(), sighting.weight());
            action = action.orGraver(policy.category(parent, score(parent)));
        }
        if (hit.category() == Category.SEXUAL) {
            Sighting term = new Sighting(hit, sighting.weight(), hit.start(), hit.end());
            if (sexual.size() == REMEMBERED_MAX) {
                sexual.removeFirst();
            }
            sexual.add(term);
            if (minorEnd + NEAR >= hit.start()) {
                countNearMinor(term);
                action = action.orGraver(policy.category(Category.SEXUAL_MINORS, score(Category.SEXUAL_MINORS)));
            }
        }
        return action;
    }

    private void countNearMinor(Sighting term) {
        if (term.finding() instanceof Hit hit) {
            weigh(Category.SEXUAL_MINORS, hit.rule(), term.weight());
            Hit near = new Hit(hit.detector(), hit.rule(), Category.SEXUAL_MINORS, hit.start(), hit.end());
            keep(hits, near, Assessment.MAX_HITS);
        }
    }

    private void weigh(Category category, String rule, double weight) {
        weightsByRule.computeIfAbsent(category, none -> new HashMap<>(4)).merge(rule, weight, Math::max);
    }

    void addSentences(Assessment assessment) {
        suspected.addAll(assessment.suspected());
        assessment.scores().forEach((category, score) -> {
            if (score > 0) {
                ofSentences.merge(category, score, Math::max);
            }
        });
    }

    private double score(Category category) {
        return score(weightsByRule.getOrDefault(category, Map.of()));
    }

    private static double score(Map<String, Double> weights) {
        double clean = 1;
        for (double weight : weights.values()) {
            clean *= 1 - weight;
        }
        return 1 - clean;
    }

    Assessment assessment(long characters, long scanned) {
        Map<Category, Double> scores = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            scores.put(category, Math.max(score(category), ofSentences.getOrDefault(category, 0.0)));
        }
        Injection injection = new Injection(score(injectionWeights), injections);
        return new Assessment(scores, suspected, hits, injection, sensitive, rules, characters, scanned);
    }
}
