package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list in OpenAI's shape.
 *
 * @param firstId id of the first element, null if there is none
 * @param lastId id of the last element: the next page's {@code after}
 * @param hasMore whether there is a next page
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
public record Listing<T>(
        String object,
        List<T> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {

    /** @param found up to one element more than {@code limit}, which tells that there is a next page */
    public static <T> Listing<T> of(List<T> found, int limit, Function<T, String> id) {
        List<T> data = List.copyOf(found.subList(0, Math.min(found.size(), limit)));
        return new Listing<>(
                "list",
                data,
                data.isEmpty() ? null : id.apply(data.getFirst()),
                data.isEmpty() ? null : id.apply(data.getLast()),
                found.size() > limit);
    }
}
