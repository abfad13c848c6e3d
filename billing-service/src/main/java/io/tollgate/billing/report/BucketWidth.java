package io.tollgate.billing.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long a bucket is, and how many a page may have. */
enum BucketWidth {
    HOUR(ChronoUnit.HOURS, 24, 168),
    DAY(ChronoUnit.DAYS, 7, 31),
    /** Costs are reported for longer ranges than usage. */
    COST_DAY(ChronoUnit.DAYS, 7, 180);

    private final ChronoUnit unit;
    private final int usual;
    private final int most;

    BucketWidth(ChronoUnit unit, int usual, int most) {
        this.unit = unit;
        this.usual = usual;
        this.most = most;
    }

    Duration duration() {
        return unit.getDuration();
    }

    /** The start of the bucket, in UTC, that contains the instant. */
    Instant floor(Instant instant) {
        return instant.truncatedTo(unit);
    }

    int usual() {
        return usual;
    }

    int most() {
        return most;
    }
}
