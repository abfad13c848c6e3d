package io.tollgate.moderation.review;

import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.moderation.enforcement.CompiledPolicy;
import io.tollgate.moderation.engine.InvalidRuleException;
import io.tollgate.moderation.engine.TenantRules;
import io.tollgate.moderation.engine.policy.StageRules;
import io.tollgate.moderation.engine.stream.Action;
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
        CompiledPolicy compiled = CompiledPolicy.of(policy);
        return new PolicyRules(
                compiled.version(),
                compiled.input(),
                compiled.output(),
                compiled.own(),
                policy.streamMode() == PolicyPublished.StreamMode.AUDIT,
                compiled.judge());
    }

    StageRules of(Stage stage) {
        return stage == Stage.INPUT ? input : output;
    }
}
