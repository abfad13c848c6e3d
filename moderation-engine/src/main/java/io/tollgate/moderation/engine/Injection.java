package io.tollgate.moderation.engine;

import java.util.List;

/**
 * How much of a text tries to talk a model out of its instructions.
 *
 * @param score 0 to 1
 * @param findings where, in the order of the text; at most {@value Assessment#MAX_HITS}, while the score counts everything
 */
public record Injection(double score, List<InjectionFinding> findings) {

    static final Injection NONE = new Injection(0, List.of());

    public Injection {
        findings = List.copyOf(findings);
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("the score of an injection must be within 0 and 1, got " + score);
        }
    }

    /** Whether the score reaches {@link Assessment#FLAG_THRESHOLD}. */
    public boolean flagged() {
        return score >= Assessment.FLAG_THRESHOLD;
    }
}
