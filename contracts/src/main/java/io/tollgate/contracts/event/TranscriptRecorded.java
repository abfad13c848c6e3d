package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.content.SealedContent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one completed request, sealed for its organization. Published only where the project's policy stores content, or
 * has it examined again because a part of the guard was unavailable or something was left to somebody else.
 *
 * @param requestId UUIDv7
 * @param organization whose request it was
 * @param project the key's project
 * @param key id of the API key, never the key itself
 * @param endUser the caller's own end user, if it named one
 * @param model the model name the client sent
 * @param completedAt when the answer was complete
 * @param policyVersion version of the project's policy that was applied, if it has one of its own
 * @param verdictId the verdict that let it pass, if there was one
 * @param decisions what the guard decided then, for each stage that it published a verdict on
 * @param degraded whether it passed while a part of the guard was unavailable: it is then examined again
 * @param retentionDays for how many days the policy has it stored; absent where it is only to be examined again
 * @param truncated whether something of it was left out because it was too long
 * @param turns what was said in order, readable by everybody: empty where it is sealed
 * @param sealed the turns as {@link TranscriptContent} writes them
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TranscriptRecorded(
        UUID requestId,
        String organization,
        String project,
        @Nullable String key,
        @Nullable String endUser,
        String model,
        Instant completedAt,
        @Nullable Long policyVersion,
        @Nullable UUID verdictId,
        @Nullable List<Decided> decisions,
        boolean degraded,
        @Nullable Integer retentionDays,
        @Nullable Boolean truncated,
        List<Turn> turns,
        @Nullable SealedContent sealed) {

    public TranscriptRecorded {
        Objects.requireNonNull(requestId, "request_id");
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(completedAt, "completed_at");
        decisions = decisions == null ? null : List.copyOf(decisions);
        if (retentionDays != null && retentionDays < 1) {
            throw new IllegalArgumentException("retention_days must be 1 or more: " + retentionDays);
        }
        turns = List.copyOf(Objects.requireNonNull(turns, "turns"));
    }

    /**
     * What the guard decided about one side of the request.
     *
     * @param stage which side
     * @param decision what followed
     * @param verdictId the verdict that says so
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Decided(Stage stage, VerdictReached.Decision decision, UUID verdictId) {
        public Decided {
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(decision, "decision");
            Objects.requireNonNull(verdictId, "verdict_id");
        }
    }

    /**
     * One message, or one text of a choice of the answer.
     *
     * @param stage whether it was asked or answered
     * @param role who spoke, as the request says, e.g. {@code user}
     * @param text what was said; its length may have been cut
     * @param choice the index of the answer's choice; absent for what was asked
     * @param field its path within the choice's message, e.g. {@code tool_calls/0/function/arguments}; absent for what was asked
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Turn(
            Stage stage,
            String role,
            String text,
            @Nullable Integer choice,
            @Nullable String field) {
        public Turn {
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(text, "text");
        }
    }

    /** Which side of a request a text belongs to. */
    public enum Stage {
        @JsonProperty("input")
        INPUT,
        @JsonProperty("output")
        OUTPUT
    }
}
