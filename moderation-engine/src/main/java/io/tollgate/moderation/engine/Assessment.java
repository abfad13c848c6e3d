package io.tollgate.moderation.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the engine found in a text.
 *
 * <p>The harm categories, injections, sensitive data and the tenant's own rules are kept apart: they are dealt with by policies of
 * their own, and one says nothing about the other.
 *
 * @param scores every category with its score, 0 to 1
 * @param suspected categories that are flagged although their score is below {@link #FLAG_THRESHOLD}: the classifier takes them for
 *     more likely than it may act upon alone
 * @param hits where something spoke for a category, in the order of the text; at most {@value #MAX_HITS}, while the scores count
 *     everything
 * @param injection how much of the text tries to talk a model out of its instructions
 * @param sensitive personal data and secrets, in the order of the text, none overlapping another; at most {@value #MAX_SENSITIVE}
 * @param rules where a tenant's own rule matched, in the order of the text; at most {@value #MAX_HITS}
 * @param characters length of the text in UTF-16 units
 * @param scannedCharacters how many of them were examined
 */
public record Assessment(
        Map<Category, Double> scores,
        Set<Category> suspected,
        List<Hit> hits,
        Injection injection,
        List<SensitiveFinding> sensitive,
        List<RuleFinding> rules,
        long characters,
        long scannedCharacters) {

    /**
     * A category whose score reaches this is flagged, and certain enough to be acted upon. One term of severity 2 is enough, one of
     * severity 1 is not; of the classifier alone only what it tells with a precision of 0.9.
     */
    public static final double FLAG_THRESHOLD = 0.5;

    /** No more hits than this are reported of one text. */
    public static final int MAX_HITS = 64;

    /**
     * No more sensitive data than this is reported of one text. A text with more is a dump, which masking does not make harmless:
     * {@link #hasMoreSensitive()}.
     */
    public static final int MAX_SENSITIVE = 1_024;

    private static final Double ZERO = 0.0;

    public Assessment {
        scores = withEveryCategory(scores);
        suspected = Set.copyOf(suspected);
        hits = atMost(MAX_HITS, "hits", hits);
        sensitive = atMost(MAX_SENSITIVE, "sensitive findings", sensitive);
        rules = atMost(MAX_HITS, "rule findings", rules);
        if (scannedCharacters < 0 || scannedCharacters > characters) {
            throw new IllegalArgumentException(
                    "scannedCharacters must be within 0 and " + characters + ", got " + scannedCharacters);
        }
    }

    /** An assessment that suspects nothing beyond its scores. */
    public Assessment(
            Map<Category, Double> scores,
            List<Hit> hits,
            Injection injection,
            List<SensitiveFinding> sensitive,
            List<RuleFinding> rules,
            long characters,
            long scannedCharacters) {
        this(scores, Set.of(), hits, injection, sensitive, rules, characters, scannedCharacters);
    }

    /** Whether the text may hold more sensitive data than {@link #sensitive()} names. */
    public boolean hasMoreSensitive() {
        return sensitive.size() == MAX_SENSITIVE;
    }

    /** Everything that fired, of whatever kind, by kind. */
    public List<Finding> findings() {
        if (hits.isEmpty() && injection.findings().isEmpty() && sensitive.isEmpty() && rules.isEmpty()) {
            return List.of();
        }
        List<Finding> all = new ArrayList<>(hits);
        all.addAll(injection.findings());
        all.addAll(sensitive);
        all.addAll(rules);
        return all;
    }

    /** Whether at least one category is flagged. */
    public boolean flagged() {
        return !suspected.isEmpty() || !certain().isEmpty();
    }

    /** The flagged categories: those that are certain, and those that are suspected. */
    public Set<Category> categories() {
        Set<Category> flagged = certain();
        flagged.addAll(suspected);
        return flagged;
    }

    /** The categories that are certain enough to be acted upon without a second opinion. */
    public Set<Category> certain() {
        Set<Category> certain = EnumSet.noneOf(Category.class);
        scores.forEach((category, score) -> {
            if (score >= FLAG_THRESHOLD) {
                certain.add(category);
            }
        });
        return certain;
    }

    private static <T> List<T> atMost(int most, String what, List<T> given) {
        if (given.size() > most) {
            throw new IllegalArgumentException("at most " + most + " " + what + ", got " + given.size());
        }
        return List.copyOf(given);
    }

    private static Map<Category, Double> withEveryCategory(Map<Category, Double> given) {
        Map<Category, Double> complete = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            Double score = given.getOrDefault(category, ZERO);
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException(
                        "the score of " + category.wireName() + " must be within 0 and 1, got " + score);
            }
            complete.put(category, score);
        }
        return Collections.unmodifiableMap(complete);
    }
}
