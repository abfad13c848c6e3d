package io.tollgate.moderation.verdict;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How verdicts are recorded. */
@ConfigMapping(prefix = "tollgate.verdict")
public interface VerdictConfig {

    /** How long a caller waits for the event log at most; then the answer goes out marked as degraded, and the verdict follows. */
    @WithDefault("500ms")
    Duration recordTimeout();

    /** How many verdicts may wait for the event log; more are lost, and counted. Stays below what the channel takes at once. */
    @WithDefault("1000")
    int maxPending();
}
