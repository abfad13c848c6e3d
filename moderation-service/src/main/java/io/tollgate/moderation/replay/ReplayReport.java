package io.tollgate.moderation.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would change. Both policies are applied by the same engine to the same texts, and no judge is asked: what would go to one
 * counts as what follows without it.
 *
 * @param transcripts how many were looked at
 * @param unreadable how many of them could not be read, because their key was destroyed
 * @param complete whether the window held no more than were looked at
 * @param policyVersion version of the policy that is compared with; absent where none is in force
 * @param newlyBlocked sides of a chat that the candidate would block, and the policy in force does not
 * @param newlyFlagged those that it would flag, escalate or redact, and nothing follows from now
 * @param lifted those from which less would follow
 * @param changes each change of a decision
 * @param rules for each subject how often something follows from it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record ReplayReport(
        long transcripts,
        long unreadable,
        boolean complete,
        @Nullable Long policyVersion,
        long newlyBlocked,
        long newlyFlagged,
        long lifted,
        List<Change> changes,
        List<RuleCount> rules) {

    /**
     * A change of a decision.
     *
     * @param from what follows now
     * @param to what would follow
     * @param samples the first requests that it happens to, at most {@value ReplayTally#SAMPLES_MAX}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Change(String stage, String from, String to, long count, List<UUID> samples) {}

    /** How often something follows from a subject, in the policy in force and in the candidate. */
    @JsonNaming(SnakeCaseStrategy.class)
    record RuleCount(String stage, String subject, long inForce, long candidate) {}
}
