package io.tollgate.billing.account;

import io.tollgate.billing.failure.QueryInput;

/**
 * Which part of a list is asked for.
 *
 * @param after the id after which it starts, empty for the beginning
 * @param limit the most elements to return
 */
public record PageRequest(String after, int limit) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;

    public static PageRequest read(QueryInput query) {
        return new PageRequest(
                query.text("after").orElse(""), Math.toIntExact(query.integer("limit", 1, MOST, DEFAULT_LIMIT)));
    }
}
