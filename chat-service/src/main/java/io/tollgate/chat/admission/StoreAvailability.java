package io.tollgate.chat.admission;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares requests the wait for a Redis that just failed: after a failure the store is left alone for a moment, then one
 * request tries it again.
 */
final class StoreAvailability {

    private static final Duration REST = Duration.ofMillis(500);

    private final InstantSource clock;
    private Instant tryAgainAt = Instant.EPOCH;
    private boolean failing;
    private Instant availableSince = Instant.EPOCH;

    StoreAvailability(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean shouldTry() {
        if (!failing) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(tryAgainAt)) {
            return false;
        }
        tryAgainAt = now.plus(REST);
        return true;
    }

    synchronized void failed() {
        failing = true;
        tryAgainAt = clock.instant().plus(REST);
    }

    synchronized void succeeded() {
        if (failing) {
            failing = false;
            availableSince = clock.instant();
        }
    }

    synchronized boolean isAvailable() {
        return !failing;
    }

    /** Whether the store has answered for at least this long. */
    synchronized boolean hasBeenAvailableFor(Duration duration) {
        return !failing && !availableSince.plus(duration).isAfter(clock.instant());
    }
}
