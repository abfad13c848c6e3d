package io.tollgate.moderation.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the engine found in a text.
 *
 * @param scores every category with its score, 0 to 1
 * @param hits where something fired, in the order of the text; at most {@value #MAX_HITS}, while the scores count everything
 * @param characters length of the text in UTF-16 units
 * @param scannedCharacters how many of them were examined
 */
public record Assessment(Map<Category, Double> scores, List<Hit> hits, long characters, long scannedCharacters) {

    /** A category whose score reaches this is flagged. One term of severity 2 is enough, one of severity 1 is not. */
    public static final double FLAG_THRESHOLD = 0.5;

    /** No more hits than this are reported of one text. */
    public static final int MAX_HITS = 64;

    private static final Double ZERO = 0.0;

    public Assessment {
        scores = withEveryCategory(scores);
        hits = List.copyOf(hits);
        if (hits.size() > MAX_HITS) {
            throw new IllegalArgumentException("at most " + MAX_HITS + " hits, got " + hits.size());
        }
        if (scannedCharacters < 0 || scannedCharacters > characters) {
            throw new IllegalArgumentException(
                    "scannedCharacters must be within 0 and " + characters + ", got " + scannedCharacters);
        }
    }

    static Assessment nothingIn(long characters) {
        return new Assessment(Map.of(), List.of(), characters, characters);
    }

    /** Whether at least one category is flagged. */
    public boolean flagged() {
        return scores.values().stream().anyMatch(score -> score >= FLAG_THRESHOLD);
    }

    /** The flagged categories. */
    public Set<Category> categories() {
        Set<Category> flagged = EnumSet.noneOf(Category.class);
        scores.forEach((category, score) -> {
            if (score >= FLAG_THRESHOLD) {
                flagged.add(category);
            }
        });
        return flagged;
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
