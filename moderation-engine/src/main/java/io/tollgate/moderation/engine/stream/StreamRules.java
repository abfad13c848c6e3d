package io.tollgate.moderation.engine.stream;

import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.Category;
import io.tollgate.moderation.engine.SubjectSet;
import io.tollgate.moderation.engine.sensitive.SensitiveKind;

/** What a policy makes of what is found in a stream. */
public interface StreamRules {

    /** Blocks the categories that are flagged; what is no harm passes. */
    StreamRules BLOCK_FLAGGED = new StreamRules() {
        @Override
        public Action category(Category category, double score) {
            return score >= Assessment.FLAG_THRESHOLD ? Action.BLOCK : Action.ALLOW;
        }
    };

    /** @param score 0 to 1, of everything that was found so far in one text */
    Action category(Category category, double score);

    /** @param score 0 to 1, of everything that was found so far in one text */
    default Action injection(double score) {
        return Action.ALLOW;
    }

    /** @param rule the id of the tenant's own rule */
    default Action rule(String rule) {
        return Action.ALLOW;
    }

    default Action sensitive(SensitiveKind kind) {
        return Action.ALLOW;
    }

    /**
     * The subjects of the terms that may change a stream, or end it: it is held back for the sake of those alone. No action may be
     * milder for a higher score.
     */
    default SubjectSet altering() {
        return SubjectSet.of(category -> alters(category(category, 1)), alters(injection(1)));
    }

    private static boolean alters(Action action) {
        return action.compareTo(Action.REDACT) >= 0;
    }

    /** Whether something follows from any kind of sensitive data: only then is it looked for. */
    default boolean mindsSensitive() {
        return false;
    }
}
