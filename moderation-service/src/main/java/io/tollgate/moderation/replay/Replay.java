package io.tollgate.moderation.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay as its owner sees it; times are in seconds since 1970.
 *
 * @param status queued, running, completed, failed or cancelled
 * @param total how many transcripts there are to look at, null until that is known
 * @param report see {@link ReplayReport}; once completed
 * @param failure why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record Replay(
        String object,
        UUID id,
        String projectId,
        String status,
        long startTime,
        long endTime,
        long createdAt,
        String createdBy,
        @Nullable Long total,
        long processed,
        @Nullable Long finishedAt,
        @JsonRawValue @Nullable String report,
        @Nullable String failure) {

    static Replay of(ReplayEntity entity) {
        OffsetDateTime finished = entity.finishedAt;
        return new Replay(
                "moderation.replay",
                entity.id,
                entity.project,
                entity.status,
                entity.windowFrom.toEpochSecond(),
                entity.windowTo.toEpochSecond(),
                entity.createdAt.toEpochSecond(),
                entity.createdBy,
                entity.total,
                entity.processed,
                finished == null ? null : finished.toEpochSecond(),
                entity.report,
                entity.failure);
    }
}
