package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one completed request. Published only where the project's policy stores content.
 *
 * @param requestId UUIDv7
 * @param organization whose request it was
 * @param project the key's project
 * @param endUser the caller's own end user, if it named one
 * @param model the model name the client sent
 * @param completedAt when the answer was complete
 * @param verdictId the verdict that let it pass, if there was one
 * @param degraded whether it passed while a part of the guard was unavailable: it is then examined again
 * @param turns what was said, in order
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TranscriptRecorded(
        UUID requestId,
        String organization,
        String project,
        @Nullable String endUser,
        String model,
        Instant completedAt,
        @Nullable UUID verdictId,
        boolean degraded,
        List<Turn> turns) {

    public TranscriptRecorded {
        Objects.requireNonNull(requestId, "request_id");
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(completedAt, "completed_at");
        turns = List.copyOf(Objects.requireNonNull(turns, "turns"));
    }

    /**
     * One message, or one choice of the answer.
     *
     * @param stage whether it was asked or answered
     * @param role who spoke, as the request says, e.g. {@code user}
     * @param text what was said; its length may have been cut
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Turn(Stage stage, String role, String text) {
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
