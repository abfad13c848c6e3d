package io.tollgate.billing.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of buckets in OpenAI's shape.
 *
 * @param nextPage the cursor of the next page, null on the last one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record ReportPage<T>(
        String object,
        List<Bucket<T>> data,
        boolean hasMore,
        @Nullable String nextPage) {

    /** A bucket without results is part of the page, too: no usage is an answer. */
    static <T> ReportPage<T> of(ReportQuery query, Map<Instant, List<T>> results) {
        List<Bucket<T>> buckets = query.buckets().stream()
                .map(start -> new Bucket<>(
                        "bucket",
                        start.getEpochSecond(),
                        start.plus(query.width()).getEpochSecond(),
                        results.getOrDefault(start, List.of())))
                .toList();
        return new ReportPage<>("page", buckets, query.hasMore(), query.hasMore() ? query.nextPage() : null);
    }

    /** Times in Unix seconds; half-open. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Bucket<T>(String object, long startTime, long endTime, List<T> results) {}
}
