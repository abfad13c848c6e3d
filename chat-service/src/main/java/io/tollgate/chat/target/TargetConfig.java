package io.tollgate.chat.target;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How targets are watched and guarded, each for itself and in each process for itself. */
@ConfigMapping(prefix = "tollgate.target")
public interface TargetConfig {

    /** Over how many of a target's last calls its circuit breaker looks; at most 1,000. */
    @WithDefault("20")
    int breakerWindow();

    /** How many calls must have ended before the breaker can open. */
    @WithDefault("10")
    int breakerMinimum();

    /** Of how many in a hundred that must have failed for it to open. */
    @WithDefault("50")
    int breakerFailurePercent();

    /** How long an open breaker lets nothing through; then it lets one call try. */
    @WithDefault("10s")
    Duration breakerOpen();

    /** How many calls may wait for a target whose concurrency is limited; further ones get 503 at once. */
    @WithDefault("100")
    int queue();

    /** How long a call may wait for such a target before it gets 503. */
    @WithDefault("2s")
    Duration queueWait();

    /** The longest time for which a target that said when to come back is left alone. */
    @WithDefault("60s")
    Duration coolDownMax();

    /** How many answers of a target must have been timed before a call to it is hedged. */
    @WithDefault("20")
    int hedgeSamples();
}
