package io.tollgate.chat.completion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from.
 *
 * @param requestId what the caller is told as {@code x-request-id}
 * @param received {@link System#nanoTime()} when its head had arrived
 * @param headers gives the value of one of its headers, null if it has none of that name
 */
public record RequestOrigin(UUID requestId, long received, UnaryOperator<@Nullable String> headers) {

    @Nullable
    String header(String name) {
        return headers.apply(name);
    }

    /** Those of these headers that it has. */
    Map<String, String> present(List<String> names) {
        Map<String, String> present = new HashMap<>();
        for (String name : names) {
            String value = header(name);
            if (value != null) {
                present.put(name, value);
            }
        }
        return present;
    }
}
