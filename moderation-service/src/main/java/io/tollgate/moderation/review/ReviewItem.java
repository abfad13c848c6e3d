package io.tollgate.moderation.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A review item as reviewers see it, without what was said.
 *
 * @param object always {@code moderation.review}
 * @param decision what the guard thinks of it now
 * @param decisionThen what it decided when it passed
 * @param status open, claimed, escalated, confirmed or overturned
 * @param labels of a confirmed one, the categories that the reviewer found
 * @param history oldest first; null in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record ReviewItem(
        String object,
        UUID id,
        String projectId,
        UUID requestId,
        String stage,
        String decision,
        String decisionThen,
        List<String> categories,
        String model,
        Instant completedAt,
        @Nullable Long policyVersion,
        UUID verdictId,
        Instant createdAt,
        String status,
        @Nullable String reviewer,
        @Nullable Instant claimedUntil,
        @Nullable Instant decidedAt,
        @Nullable List<String> labels,
        @Nullable List<Event> history) {

    /** What somebody did with the item: claimed, viewed, exported, confirmed, overturned or escalated it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Event(
            Instant at,
            String actor,
            String action,
            @Nullable String reason,
            @Nullable List<String> labels) {

        static Event of(ReviewEventEntity entity) {
            return new Event(
                    entity.happenedAt.toInstant(), entity.actor, entity.action, entity.reason, words(entity.labels));
        }
    }

    static ReviewItem of(ReviewItemEntity entity, OffsetDateTime now, @Nullable List<Event> history) {
        return new ReviewItem(
                "moderation.review",
                entity.id,
                entity.project,
                entity.requestId,
                entity.stage,
                entity.decision,
                entity.decisionThen,
                split(entity.categories),
                entity.model,
                entity.completedAt.toInstant(),
                entity.policyVersion,
                entity.verdictId,
                entity.createdAt.toInstant(),
                entity.shownStatus(now),
                entity.reviewer,
                entity.claimedUntil == null ? null : entity.claimedUntil.toInstant(),
                entity.decidedAt == null ? null : entity.decidedAt.toInstant(),
                words(entity.labels),
                history);
    }

    private static @Nullable List<String> words(@Nullable String joined) {
        return joined == null ? null : split(joined);
    }

    static List<String> split(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(" ", -1));
    }
}
