package io.tollgate.chat.limit;

import io.tollgate.contracts.event.RateLimit;

/**
 * One counter that a call is counted in.
 *
 * @param name tells it apart from the organization's other counters
 * @param rule what it counts and how much it admits; the number is the newest published one, never one that is kept with the
 *     count
 */
public record LimitCounter(String name, RateLimit rule) {

    public CounterShape shape() {
        return CounterShape.of(rule.kind());
    }

    /** What a call adds to it. */
    public long cost(long tokens) {
        return shape().countsTokens() ? tokens : 1;
    }

    /** As in "requests per minute of this project for model gpt-4o". */
    String describe() {
        String counted =
                switch (rule.kind()) {
                    case REQUESTS_PER_MINUTE -> "requests per minute";
                    case TOKENS_PER_MINUTE -> "tokens per minute";
                    case REQUESTS_PER_DAY -> "requests per day";
                    case CONCURRENT_REQUESTS -> "concurrent requests";
                };
        String whose =
                switch (rule.scope()) {
                    case KEY -> " of this API key";
                    case PROJECT -> " of this project";
                    case ORGANIZATION -> " of this organization";
                    case END_USER -> " of this end user";
                };
        return counted + whose + (rule.model() == null ? "" : " for model '" + rule.model() + "'");
    }
}
