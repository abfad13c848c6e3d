package io.tollgate.moderation.review;

import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.moderation.engine.stream.Action;
import java.util.List;
import java.util.Map;

/**
 * What a policy makes of one side of a chat.
 *
 * @param certain what follows without a second opinion
 * @param doubts the subjects about which a second opinion is wanted
 * @param doubtful the texts that they are in; never logged
 * @param subjects what something follows from
 * @param actions what follows from each of them
 * @param scores by category, the worst of all texts
 * @param hits what fired, with offsets over all texts, one after the other
 * @param characters of all texts
 * @param scanned how many of them were examined
 */
public record Examined(
        Action certain,
        List<String> doubts,
        List<String> doubtful,
        List<String> subjects,
        Map<String, Action> actions,
        Map<String, Double> scores,
        List<VerdictReached.Hit> hits,
        long characters,
        long scanned) {

    /** What follows if nobody else is asked: what is in doubt is put on record. */
    public Action withoutOpinion() {
        return doubts.isEmpty() ? certain : certain.orGraver(Action.FLAG);
    }

    /** The same as a verdict says it. */
    public static Decision decision(Action action) {
        return switch (action) {
            case ALLOW -> Decision.ALLOW;
            case FLAG -> Decision.FLAG;
            case ESCALATE -> Decision.ESCALATE;
            case REDACT -> Decision.REDACT;
            case BLOCK -> Decision.BLOCK;
        };
    }
}
