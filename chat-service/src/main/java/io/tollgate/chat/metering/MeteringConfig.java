package io.tollgate.chat.metering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How usage events get from the outbox to Kafka. */
@ConfigMapping(prefix = "tollgate.metering")
public interface MeteringConfig {

    /** How often leases that ran out and events that were not acknowledged are looked for. */
    @WithDefault("1s")
    Duration sweepInterval();

    /** After which time an event in the outbox is sent again. Above Kafka's delivery timeout, or events are sent twice. */
    @WithDefault("15s")
    Duration resendAfter();

    /** The most that one sweep takes of an organization's events or leases. */
    @WithDefault("1000")
    int sweepBatch();

    /** How often acknowledged events are removed from the outbox: a call to Redis for each organization that had any. */
    @WithDefault("100ms")
    Duration acknowledgeInterval();

    /** How many events that neither Redis nor Kafka took are kept in memory. */
    @WithDefault("10000")
    int unrecordedCapacity();
}
