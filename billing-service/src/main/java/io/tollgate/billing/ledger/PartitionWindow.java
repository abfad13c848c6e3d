package io.tollgate.billing.ledger;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The months for which the ledger has partitions.
 *
 * @param first the oldest month
 * @param last the newest month
 */
public record PartitionWindow(YearMonth first, YearMonth last) {

    private static final int BITS_BELOW_TIME = 16;

    static PartitionWindow around(Instant now, int monthsBack, int monthsAhead) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        return new PartitionWindow(month.minusMonths(monthsBack), month.plusMonths(monthsAhead));
    }

    /** The first instant of the oldest month. */
    public Instant start() {
        return first.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** @param attempt a UUIDv7: its first 48 bits are the millisecond at which it was made */
    public boolean holds(UUID attempt) {
        Instant made = Instant.ofEpochMilli(attempt.getMostSignificantBits() >>> BITS_BELOW_TIME);
        YearMonth month = YearMonth.from(made.atOffset(ZoneOffset.UTC));
        return !month.isBefore(first) && !month.isAfter(last);
    }
}
