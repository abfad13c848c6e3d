package io.tollgate.chat.guard;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
import io.tollgate.moderation.engine.Assessment;
import io.tollgate.moderation.engine.InvalidRuleException;
import io.tollgate.moderation.engine.TenantRule;
import io.tollgate.moderation.engine.TenantRules;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
import io.tollgate.moderation.engine.stream.StreamMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a caller's texts.
 *
 * @param version of the published policy; null for the gateway's own
 * @param input what is done about requests
 * @param output what is done about answers
 * @param own the policy's own terms and expressions, which its rules name
 * @param streamMode how much of a streamed answer is held back
 * @param failMode what happens where a part of the guard cannot judge
 * @param judge who judges what is to be escalated, a judge or a cascade of them by its name; null for none
 * @param storesContent whether what was said is published for review
 * @param retentionDays how long it is stored then; null where it is not
 */
public record GuardPolicy(
        @Nullable Long version,
        StageRules input,
        StageRules output,
        TenantRules own,
        StreamMode streamMode,
        FailMode failMode,
        @Nullable String judge,
        boolean storesContent,
        @Nullable Integer retentionDays) {

    /** Nothing is examined. */
    static final GuardPolicy OFF = new GuardPolicy(
            null,
            StageRules.NONE,
            StageRules.NONE,
            TenantRules.NONE,
            StreamMode.AUDIT,
            FailMode.OPEN,
            null,
            false,
            null);

    /** @throws InvalidRuleException if a term or an expression cannot be used: then the policy cannot either */
    static GuardPolicy of(PolicyPublished published) {
        return new GuardPolicy(
                published.version(),
                rules(published, PolicyPublished.Stage.INPUT),
                rules(published, PolicyPublished.Stage.OUTPUT),
                TenantRules.compile(own(published)),
                modeOf(published.streamMode()),
                published.failMode(),
                published.judge(),
                published.storesContent(),
                published.storesContent() ? published.retentionDays() : null);
    }

    /** The gateway's own, for those who have published none. */
    static GuardPolicy of(GuardConfig config) {
        return new GuardPolicy(
                null,
                rules(config.inputMode()),
                rules(config.outputMode()),
                TenantRules.NONE,
                config.streamMode(),
                FailMode.OPEN,
                null,
                false,
                null);
    }

    private static List<TenantRule> own(PolicyPublished published) {
        List<TenantRule> own = new ArrayList<>();
        for (PolicyPublished.TermList list : published.terms()) {
            own.add(new TenantRule.Terms(list.id(), list.terms(), true, Set.of()));
        }
        for (PolicyPublished.Pattern pattern : published.patterns()) {
            own.add(new TenantRule.Expression(pattern.id(), pattern.expression()));
        }
        return own;
    }

    private static StageRules rules(PolicyPublished published, PolicyPublished.Stage stage) {
        return StageRules.of(published.rules().stream()
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

    private static StageRules rules(GuardMode mode) {
        return switch (mode) {
            case OFF -> StageRules.NONE;
            case SCORE -> StageRules.forFlagged(Action.FLAG);
            case BLOCK -> StageRules.forFlagged(Action.BLOCK);
        };
    }

    private static StreamMode modeOf(PolicyPublished.StreamMode mode) {
        return switch (mode) {
            case STRICT -> StreamMode.STRICT;
            case BALANCED -> StreamMode.BALANCED;
            case AUDIT -> StreamMode.AUDIT;
        };
    }
}
