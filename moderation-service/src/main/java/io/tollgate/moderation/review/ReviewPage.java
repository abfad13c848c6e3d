package io.tollgate.moderation.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One page of items, the newest first, in OpenAI's shape.
 *
 * @param lastId the next page's {@code after}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record ReviewPage(
        String object,
        List<ReviewItem> data,
        @Nullable UUID firstId,
        @Nullable UUID lastId,
        boolean hasMore) {

    /** @param found up to one more than {@code limit}, which tells that there is a next page */
    static ReviewPage of(List<ReviewItem> found, int limit) {
        List<ReviewItem> data = List.copyOf(found.subList(0, Math.min(found.size(), limit)));
        return new ReviewPage(
                "list",
                data,
                data.isEmpty() ? null : data.getFirst().id(),
                data.isEmpty() ? null : data.getLast().id(),
                found.size() > limit);
    }
}
