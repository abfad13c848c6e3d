package io.tollgate.contracts.budget;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** How often a budget starts again. */
public enum BudgetInterval {
    @JsonProperty("day")
    DAY,
    @JsonProperty("month")
    MONTH,
    /** Never: one budget for all time. */
    @JsonProperty("lifetime")
    LIFETIME;

    /** Far enough away for any budget, and still a plain number of seconds everywhere. */
    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * The period that contains an instant, in a time zone whose days may have 23 or 25 hours. Periods are half-open and
     * partition the time line.
     */
    public BudgetPeriod periodAt(Instant instant, ZoneId zone) {
        LocalDate day = instant.atZone(zone).toLocalDate();
        return switch (this) {
            case DAY -> new BudgetPeriod(startOf(day, zone), startOf(day.plusDays(1), zone));
            case MONTH -> {
                LocalDate first = day.withDayOfMonth(1);
                yield new BudgetPeriod(startOf(first, zone), startOf(first.plusMonths(1), zone));
            }
            case LIFETIME -> new BudgetPeriod(Instant.EPOCH, FOREVER);
        };
    }

    private static Instant startOf(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }
}
