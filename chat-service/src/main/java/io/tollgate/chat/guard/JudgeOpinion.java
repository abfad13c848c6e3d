package io.tollgate.chat.guard;

import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import java.util.List;
import java.util.Objects;

/**
 * What follows from asking a judge.
 *
 * @param action what is done
 * @param rule which judge it was, or why there is no judgement
 * @param categories what the judge named
 */
record JudgeOpinion(Action action, String rule, List<String> categories) {

    private static final String DETECTOR = "judge";

    /**
     * @param rules say what is done about that which the judge is sure of; what they leave to others they leave to the judge
     * @param asked what it was asked about
     */
    static JudgeOpinion of(JudgeAnswer answer, StageRules rules, List<String> asked) {
        Action action =
                switch (answer.opinion()) {
                    case SAFE -> Action.ALLOW;
                    case CONTROVERSIAL -> Action.FLAG;
                    case UNSAFE -> rules.judgedUnsafe(answer.categories(), asked);
                };
        return new JudgeOpinion(action, Objects.requireNonNullElse(answer.judge(), "judge"), answer.categories());
    }

    /** How a verdict tells that somebody is to be asked when the text has passed. */
    static List<VerdictReached.Hit> later(long characters) {
        return List.of(new VerdictReached.Hit(DETECTOR, "escalated", DETECTOR, 0, characters));
    }

    /** As a verdict tells it: about all of the text. */
    List<VerdictReached.Hit> hits(long characters) {
        return (categories.isEmpty() ? List.of(DETECTOR) : categories)
                .stream()
                        .map(category -> new VerdictReached.Hit(DETECTOR, rule, category, 0, characters))
                        .toList();
    }
}
