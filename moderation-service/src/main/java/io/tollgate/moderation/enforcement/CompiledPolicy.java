package io.tollgate.moderation.enforcement;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
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
 * A policy, ready to be applied: as the gateway applies it.
 *
 * @param version of the policy; null for what is done where there is none
 * @param judge who judges what is doubtful; null for nobody
 */
public record CompiledPolicy(
        @Nullable Long version,
        StageRules input,
        StageRules output,
        TenantRules own,
        FailMode failMode,
        @Nullable String judge) {

    /** What is done where there is no policy: what is flagged is blocked. */
    public static final CompiledPolicy USUAL = new CompiledPolicy(
            null,
            StageRules.forFlagged(Action.BLOCK),
            StageRules.forFlagged(Action.BLOCK),
            TenantRules.NONE,
            FailMode.OPEN,
            null);

    /**
     * Takes some milliseconds for a thousand terms.
     *
     * @throws InvalidRuleException if a term or an expression cannot be used: then the policy cannot either
     * @throws IllegalArgumentException if the id of a list cannot be one
     */
    public static CompiledPolicy of(PolicyPublished policy) {
        return new CompiledPolicy(
                policy.version(),
                rules(policy, PolicyPublished.Stage.INPUT),
                rules(policy, PolicyPublished.Stage.OUTPUT),
                TenantRules.compile(own(policy)),
                policy.failMode(),
                policy.judge());
    }

    public StageRules rules(PolicyPublished.Stage stage) {
        return stage == PolicyPublished.Stage.INPUT ? input : output;
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
