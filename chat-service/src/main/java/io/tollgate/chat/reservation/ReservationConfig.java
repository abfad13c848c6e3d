package io.tollgate.chat.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Reservations and the outbox in Redis. */
@ConfigMapping(prefix = "tollgate.reservation")
public interface ReservationConfig {

    /**
     * How long a reservation outlives the process that made it. Leases of attempts under way are renewed with every
     * sweep; one that runs out becomes orphaned usage with an estimate. At least three sweeps long.
     */
    @WithDefault("30s")
    Duration lease();

    /** The longest that Redis may take for one call before it counts as away. */
    @WithDefault("1s")
    Duration timeout();

    /** How many usage events of one organization may wait for Kafka before its calls are refused with 503. */
    @WithDefault("200000")
    int outboxBound();
}
