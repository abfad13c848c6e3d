package io.tollgate.chat.completion;

import org.jspecify.annotations.Nullable;

/**
 * The request's {@code stream_options}, as far as they decide anything.
 *
 * @param value where the object or null stands
 * @param isObject false if it is JSON null
 * @param isEmpty whether the object has no field
 * @param includeUsage where {@code include_usage}'s value stands, null if it is absent
 * @param usageIncluded whether the client asked for usage
 */
record StreamOptions(
        ByteRange value,
        boolean isObject,
        boolean isEmpty,
        @Nullable ByteRange includeUsage,
        boolean usageIncluded) {}
