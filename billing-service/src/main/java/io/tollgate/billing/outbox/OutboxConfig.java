package io.tollgate.billing.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the outbox is emptied. */
@ConfigMapping(prefix = "tollgate.billing.outbox")
public interface OutboxConfig {

    /** How many rows are read and sent at a time. */
    @WithDefault("500")
    @Min(1)
    @Max(5000)
    int page();

    /**
     * How long the relay sleeps when nothing wakes it. Only a notification lost with its connection waits this long;
     * all others wake it at once.
     */
    @WithDefault("1s")
    Duration poll();

    /** The pause before the relay tries again after a failure, or asks again for the lock that another one holds. */
    @WithDefault("500ms")
    Duration retry();
}
