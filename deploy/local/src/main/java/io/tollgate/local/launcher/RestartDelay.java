package io.tollgate.local.launcher;

import java.time.Duration;

/**
 * How long to wait before a part that died is started again: at once after a life of some length, then longer each time it dies
 * young, up to ten seconds. Never gives up, as the keeper of a pod would not.
 */
final class RestartDelay {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration HEALTHY_LIFE = Duration.ofSeconds(30);

    private Duration next = Duration.ZERO;

    /**
     * @param life how long the process that died had lived
     */
    Duration after(Duration life) {
        if (life.compareTo(HEALTHY_LIFE) >= 0) {
            next = Duration.ZERO;
        }
        Duration delay = next;
        Duration longer = delay.isZero() ? FIRST : delay.multipliedBy(2);
        next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        return delay;
    }
}
