package io.tollgate.chat.limit;

import io.tollgate.contracts.event.RateLimit;

/**
 * How a limit is counted. Requests and tokens are counted in a sliding window of whole buckets, the running one included: no
 * row of that many buckets ever holds more than the limit, whoever counts and however many replicas there are. A steady
 * caller gets all of its limit; a caller that bursts at the end of a bucket gets it back at most one bucket's length earlier
 * than in a window of infinite resolution.
 *
 * <p>Of the known algorithms (compared at <a
 * href="https://blog.cloudflare.com/counting-things-a-lot-of-different-things/">blog.cloudflare.com</a> and <a
 * href="https://brandur.org/rate-limiting">brandur.org/rate-limiting</a>) a fixed window lets twice the limit through at its
 * edge, the two-window approximation and GCRA with a burst of the limit nearly as much within one window's length, and a log
 * keeps an entry for each request. Buckets are the exact log at the resolution of a bucket, in bounded memory, and can be
 * corrected afterwards, as tokens have to be.
 *
 * <p>Slots are a set of holders, each with a lease of its own: what a killed process held is free when its lease is over.
 */
public enum CounterShape {
    /** 60 seconds. */
    REQUESTS_IN_A_MINUTE("r", 1_000, 60),
    /** 60 seconds. */
    TOKENS_IN_A_MINUTE("t", 1_000, 60),
    /** 96 quarters of an hour. */
    REQUESTS_IN_A_DAY("r", 900_000, 96),
    SLOTS("s", 0, 0);

    private final String code;
    private final long bucketMillis;
    private final int buckets;

    CounterShape(String code, long bucketMillis, int buckets) {
        this.code = code;
        this.bucketMillis = bucketMillis;
        this.buckets = buckets;
    }

    static CounterShape of(RateLimit.Kind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE -> REQUESTS_IN_A_MINUTE;
            case TOKENS_PER_MINUTE -> TOKENS_IN_A_MINUTE;
            case REQUESTS_PER_DAY -> REQUESTS_IN_A_DAY;
            case CONCURRENT_REQUESTS -> SLOTS;
        };
    }

    /** {@code r} requests, {@code t} tokens, {@code s} slots: what Redis's scripts call it. */
    public String code() {
        return code;
    }

    /** Milliseconds; 0 for slots. */
    public long bucketMillis() {
        return bucketMillis;
    }

    /** How many buckets a window has; 0 for slots. */
    public int buckets() {
        return buckets;
    }

    public boolean countsRequests() {
        return this == REQUESTS_IN_A_MINUTE || this == REQUESTS_IN_A_DAY;
    }

    public boolean countsTokens() {
        return this == TOKENS_IN_A_MINUTE;
    }
}
