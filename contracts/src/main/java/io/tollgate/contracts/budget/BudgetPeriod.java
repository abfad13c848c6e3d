package io.tollgate.contracts.budget;

import java.time.Instant;

/**
 * A half-open stretch of time.
 *
 * @param start first instant inside
 * @param end first instant after it
 */
public record BudgetPeriod(Instant start, Instant end) {

    public BudgetPeriod {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a period must end after it starts: " + start + " to " + end);
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
