package io.tollgate.chat.limit;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenAI's {@code x-ratelimit-*} headers. They come from the counters that decided: of several for requests, or for tokens, the
 * one that has the least left.
 */
public final class RateLimitHeaders {

    private RateLimitHeaders() {}

    /**
     * Slots, whose number left says nothing about the next minute, count only where nothing else does for requests: alone, or
     * because they decided.
     *
     * @return names and values; empty where nothing is limited
     */
    public static Map<String, String> of(List<LimitStanding> standings) {
        if (standings.isEmpty()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        tightest(standings, false).ifPresent(standing -> put(headers, "requests", standing));
        tightest(standings, true).ifPresent(standing -> put(headers, "tokens", standing));
        return headers;
    }

    private static Optional<LimitStanding> tightest(List<LimitStanding> standings, boolean tokens) {
        return standings.stream()
                .filter(standing -> standing.counter().shape().countsTokens() == tokens)
                .min(Comparator.<LimitStanding, Boolean>comparing(
                                standing -> standing.counter().shape() == CounterShape.SLOTS)
                        .thenComparingLong(LimitStanding::remaining)
                        .thenComparing(Comparator.comparingLong(LimitStanding::resetMillis)
                                .reversed()));
    }

    private static void put(Map<String, String> headers, String unit, LimitStanding standing) {
        headers.put("x-ratelimit-limit-" + unit, Long.toString(standing.limit()));
        headers.put("x-ratelimit-remaining-" + unit, Long.toString(standing.remaining()));
        if (standing.counter().shape() != CounterShape.SLOTS) {
            headers.put("x-ratelimit-reset-" + unit, duration(standing.resetMillis()));
        }
    }

    /** As OpenAI writes it, which is Go's way: {@code 12ms}, {@code 1s}, {@code 6m0s}, {@code 23h59m0.5s}. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        StringBuilder text = new StringBuilder();
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        text.append(millis / 1_000 % 60);
        long rest = millis % 1_000;
        if (rest > 0) {
            String digits = Long.toString(1_000 + rest).substring(1);
            text.append('.').append(digits.replaceAll("0+$", ""));
        }
        return text.append('s').toString();
    }
}
