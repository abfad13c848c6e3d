package io.tollgate.chat.completion;

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
}
