package io.tollgate.moderation.screening;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.judge.Appraisal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One input, and what was found in it.
 *
 * @param assessment what the engine found in its text
 * @param appraisal what a judge that can see found in all of it; null if it has no image, or nobody can see
 */
record Examined(
        ScreeningInput input,
        Assessment assessment,
        @Nullable Appraisal appraisal) {

    private static final List<String> TEXT = List.of("text");

    Set<Category> flagged() {
        Set<Category> flagged = EnumSet.noneOf(Category.class);
        flagged.addAll(assessment.categories());
        if (appraisal != null) {
            flagged.addAll(appraisal.flagged());
        }
        return flagged;
    }

    double score(Category category) {
        double score = assessment.scores().getOrDefault(category, 0.0);
        return appraisal == null ? score : Math.max(score, appraisal.scores().getOrDefault(category, 0.0));
    }

    /** What of the input the category was looked for in. */
    List<String> inputTypes(Category category) {
        List<String> ours = input.hasText() ? TEXT : List.of();
        if (appraisal == null
                || !appraisal.inputTypes().getOrDefault(category, List.of()).contains("image")) {
            return ours;
        }
        return input.hasText() ? List.of("text", "image") : List.of("image");
    }

    /** Whether there was something in the input that nobody has looked at. */
    boolean isPartial() {
        return input.parts() != null && appraisal == null;
    }
}
