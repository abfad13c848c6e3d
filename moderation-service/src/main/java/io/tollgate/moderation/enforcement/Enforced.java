package io.tollgate.moderation.enforcement;

import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.stream.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of texts under a policy.
 *
 * @param action what is done
 * @param assessments what was found in each text
 * @param subjects what something followed from, sorted
 * @param masked the texts with what is redacted replaced; the texts themselves where nothing is
 * @param judgement what a judge said; null if none was asked or none answered
 * @param degraded whether a judge was asked in vain
 */
public record Enforced(
        Action action,
        List<Assessment> assessments,
        List<String> subjects,
        List<String> masked,
        @Nullable JudgeAnswer judgement,
        boolean degraded) {

    public Enforced {
        assessments = List.copyOf(assessments);
        subjects = List.copyOf(subjects);
        masked = List.copyOf(masked);
    }
}
