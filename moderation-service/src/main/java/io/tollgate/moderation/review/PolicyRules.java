package io.tollgate.moderation.review;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.InvalidRuleException;
import io.tollgate.moderation.engine.TenantRule;
import io.tollgate.moderation.engine.TenantRules;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is applied to what was said.
 *
 * @param version of the published policy; null where there is none: then whatever is flagged is for the record
 * @param input what follows in requests
 * @param output what follows in answers
 * @param own the policy's own terms and expressions
 * @param reportsOutput whether answers are never stopped, only reported
 * @param judge who judges what is in doubt; null for nobody
 */
public record PolicyRules(
        @Nullable Long version,
        StageRules input,
        StageRules output,
        TenantRules own,
        boolean reportsOutput,
        @Nullable String judge) {

    /** Where no policy is in force. */
    public static final PolicyRules NONE = new PolicyRules(
            null, StageRules.forFlagged(Action.FLAG), StageRules.forFlagged(Action.FLAG), TenantRules.NONE, true, null);

    /** @throws InvalidRuleException if a term or an expression cannot be used: then the policy cannot either */
    public static PolicyRules of(PolicyPublished policy) {
        return new PolicyRules(
                policy.version(),
                rules(policy, PolicyPublished.Stage.INPUT),
                rules(policy, PolicyPublished.Stage.OUTPUT),
                TenantRules.compile(own(policy)),
                policy.streamMode() == PolicyPublished.StreamMode.AUDIT,
                policy.judge());
    }

    StageRules of(Stage stage) {
        return stage == Stage.INPUT ? input : output;
    }

    private static List<TenantRule> own(PolicyPublished policy) {
        List<TenantRule> own = new ArrayList<>();
        policy.terms().forEach(list -> own.add(new TenantRule.Terms(list.id(), list.terms(), true, Set.of())));
        policy.patterns().forEach(pattern -> own.add(new TenantRule.Expression(pattern.id(), pattern.expression())));
        return own;
    }

    private static StageRules rules(PolicyPublished policy, PolicyPublished.Stage stage) {
        return StageRules.of(policy.rules().stream()
                .filter(rule -> rule.stage() == stage)
                .map(rule -> new StageRules.Rule(
                        rule.subject(),
                        actionOf(rule.action()),
                        Objects.requireNonNullElse(rule.threshold(), Assessment.FLAG_THRESHOLD)))
                .toList());
    }

    private static Action actionOf(PolicyPublished.Action action) {
        return switch (action) {
            case ALLOW -> Action.ALLOW;
            case FLAG -> Action.FLAG;
            case ESCALATE -> Action.ESCALATE;
            case REDACT -> Action.REDACT;
            case BLOCK -> Action.BLOCK;
        };
    }
}
