package io.tollgate.bench.load;

import java.util.Map;

/**
 * One phase of load: the same request over and over.
 *
 * @param url absolute
 * @param key the bearer token
 * @param headers further headers
 * @param body JSON
 * @param seconds for how long requests are sent; their answers are awaited beyond that
 * @param answer what each answer must be
 */
public record LoadPlan(
        String url,
        String key,
        Map<String, String> headers,
        String body,
        Pace pace,
        int seconds,
        ExpectedAnswer answer) {
    public LoadPlan {
        headers = Map.copyOf(headers);
        if (seconds < 1) {
            throw new IllegalArgumentException("A phase must last at least 1 second, not " + seconds);
        }
    }

    /** Without the key and the text, neither of which belongs into a message. */
    @Override
    public String toString() {
        return "LoadPlan[" + url + ", " + pace + ", " + seconds + " s, " + answer + "]";
    }
}
