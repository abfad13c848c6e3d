package io.tollgate.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * When the requests of an open loop are to be sent: at a constant rate, fixed before the first of them. No answer, however late,
 * moves a later request.
 *
 * @param ratePerSecond requests per second
 * @param requests how many there are
 */
record Schedule(int ratePerSecond, int requests) {
    Schedule {
        if (ratePerSecond < 1 || requests < 1) {
            throw new IllegalArgumentException(
                    "A schedule needs a rate and requests, not " + ratePerSecond + "/s and " + requests);
        }
    }

    static Schedule of(int ratePerSecond, int seconds) {
        return new Schedule(ratePerSecond, Math.multiplyExact(ratePerSecond, seconds));
    }

    /** Nanoseconds from the start to the request's intended time. Each is counted from the start, so that rounding never adds up. */
    long offsetNanos(int request) {
        return request * TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    }
}
