package io.tollgate.billing.budget;

import io.tollgate.contracts.budget.BudgetInterval;
import io.tollgate.contracts.budget.BudgetPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * What stretch of time a budget's limit is for.
 *
 * @param zone whose midnights bound days, weeks and months
 * @param rollingHours how many hours a rolling window has, the current one included; 0 for every other interval
 */
record BudgetWindow(BudgetInterval interval, ZoneId zone, int rollingHours) {

    /** A leap year. */
    static final int MOST_HOURS = 8_784;

    BudgetWindow {
        boolean rolling = interval == BudgetInterval.ROLLING;
        if (rolling ? rollingHours < 1 || rollingHours > MOST_HOURS : rollingHours != 0) {
            throw new IllegalArgumentException(
                    "a rolling window has 1 to " + MOST_HOURS + " hours, another interval none: " + rollingHours);
        }
    }

    static BudgetWindow of(BudgetInterval interval, ZoneId zone) {
        return new BudgetWindow(interval, zone, 0);
    }

    boolean isRolling() {
        return interval == BudgetInterval.ROLLING;
    }

    /** The period that readers know: for a rolling window it never ends. */
    BudgetPeriod periodAt(Instant instant) {
        return interval.periodAt(instant, zone);
    }

    /** The stretch whose spend is kept in one row: an hour of a rolling window, otherwise the period. */
    BudgetPeriod rowAt(Instant instant) {
        if (!isRolling()) {
            return periodAt(instant);
        }
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return new BudgetPeriod(hour, hour.plus(1, ChronoUnit.HOURS));
    }

    /** The first instant whose spend counts now. */
    Instant startAt(Instant now) {
        return isRolling()
                ? now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(rollingHours - 1L))
                : periodAt(now).start();
    }

    /**
     * The stretch in which a threshold is reported once: the period. A rolling window has none, so it is cut into stretches
     * of its own length, counted from the epoch.
     */
    Instant alertedSince(Instant now) {
        if (!isRolling()) {
            return periodAt(now).start();
        }
        long length = Duration.ofHours(rollingHours).toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), length) * length);
    }
}
