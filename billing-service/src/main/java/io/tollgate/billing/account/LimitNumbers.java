package io.tollgate.billing.account;

import io.tollgate.billing.failure.JsonInput;
import org.jspecify.annotations.Nullable;

/** The numbers of a rate limit, by OpenAI's names; null is no limit, 0 admits nothing. */
record LimitNumbers(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long concurrentRequests) {

    static final LimitNumbers NONE = new LimitNumbers(null, null, null, null);

    private static final long MOST = 1_000_000_000_000L;

    /** What is left out stays, null takes a limit away. At least one must remain. */
    LimitNumbers changedBy(JsonInput input) {
        LimitNumbers changed = new LimitNumbers(
                number(input, "max_requests_per_1_minute", requestsPerMinute),
                number(input, "max_tokens_per_1_minute", tokensPerMinute),
                number(input, "max_requests_per_1_day", requestsPerDay),
                number(input, "max_concurrent_requests", concurrentRequests));
        if (changed.equals(NONE)) {
            input.problem(
                    "max_requests_per_1_minute",
                    "must be given, or max_tokens_per_1_minute, max_requests_per_1_day or max_concurrent_requests");
        }
        return changed;
    }

    private static @Nullable Long number(JsonInput input, String field, @Nullable Long now) {
        if (input.isNull(field)) {
            return null;
        }
        return input.optionalInteger(field, 0, MOST).orElse(now);
    }
}
