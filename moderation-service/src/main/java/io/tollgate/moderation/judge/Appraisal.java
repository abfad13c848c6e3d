package io.tollgate.moderation.judge;

import io.tollgate.moderation.engine.Category;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a judge that can see says of texts and images together.
 *
 * @param scores 0 to 1; a category that is missing was not scored
 * @param flagged the categories it flags
 * @param inputTypes what of the input each category was looked for in: {@code text}, {@code image}
 */
public record Appraisal(Map<Category, Double> scores, Set<Category> flagged, Map<Category, List<String>> inputTypes) {

    public Appraisal {
        scores = Map.copyOf(scores);
        flagged = Set.copyOf(flagged);
        inputTypes = Map.copyOf(inputTypes);
    }
}
