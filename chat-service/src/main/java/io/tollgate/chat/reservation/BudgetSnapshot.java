package io.tollgate.chat.reservation;

import io.tollgate.contracts.event.BudgetState;
import java.time.Instant;

/**
 * The absolute state of a budget in one period, as Redis keeps it.
 *
 * @param field names budget and period
 * @param version a state that is not newer than the known one is ignored
 * @param limitNano nano-dollars, rounded down
 * @param committedNano nano-dollars, rounded up
 * @param endMillis when the period is over, in milliseconds since the epoch
 */
public record BudgetSnapshot(String field, long version, long limitNano, long committedNano, long endMillis) {

    public BudgetSnapshot {
        if (field.indexOf(',') >= 0 || field.indexOf('|') >= 0) {
            throw new IllegalArgumentException("a budget's name must not contain ',' or '|': " + field);
        }
    }

    /** A period without an end. */
    public BudgetSnapshot(String field, long version, long limitNano, long committedNano) {
        this(
                field,
                version,
                limitNano,
                committedNano,
                Instant.parse("9999-01-01T00:00:00Z").toEpochMilli());
    }

    public static BudgetSnapshot of(BudgetState state) {
        return new BudgetSnapshot(
                state.budgetId() + "@" + state.periodStart().getEpochSecond(),
                state.version(),
                state.limit().toNanoRoundedDown(),
                state.committed().toNanoRoundedUp(),
                state.periodEnd().toEpochMilli());
    }

    /** The budget's id, without the period. */
    public static String budgetId(String field) {
        return field.substring(0, field.lastIndexOf('@'));
    }
}
