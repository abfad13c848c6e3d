package io.tollgate.contracts.budget;

import static java.time.temporal.TemporalAdjusters.previousOrSame;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;

/** How often a budget starts again. */
public enum BudgetInterval {
    @JsonProperty("day")
    DAY,
    /** From Monday on, as ISO 8601 has it. */
    @JsonProperty("week")
    WEEK,
    @JsonProperty("month")
    MONTH,
    /**
     * What was spent in the hours before now, whole hours at a time. It has one endless period; what is committed in it
     * falls again when an hour has left the window, as a new state.
     */
    @JsonProperty("rolling")
    ROLLING,
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
            case DAY -> periodAt(instant, day, Period.ofDays(1), zone);
            case WEEK -> periodAt(instant, day.with(previousOrSame(DayOfWeek.MONDAY)), Period.ofWeeks(1), zone);
            case MONTH -> periodAt(instant, day.withDayOfMonth(1), Period.ofMonths(1), zone);
            case ROLLING, LIFETIME -> new BudgetPeriod(Instant.EPOCH, FOREVER);
        };
    }

    /**
     * Where clocks go back over midnight, the old date comes again after the new one has begun (St. John's, 2010-11-07 00:01).
     * That repeated stretch belongs to the new period: a period that has ended does not begin again.
     */
    private static BudgetPeriod periodAt(Instant instant, LocalDate firstDay, Period length, ZoneId zone) {
        Instant start = startOf(firstDay, zone);
        LocalDate nextDay = firstDay.plus(length);
        Instant end = startOf(nextDay, zone);
        while (!instant.isBefore(end)) {
            start = end;
            nextDay = nextDay.plus(length);
            end = startOf(nextDay, zone);
        }
        return new BudgetPeriod(start, end);
    }

    /** The first instant of a day, which is not 00:00 where that is skipped (São Paulo, 2018-11-04). */
    private static Instant startOf(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }
}
