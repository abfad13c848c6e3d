package io.tollgate.billing.alert;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery is tried again. */
record Backoff(List<Duration> pauses) {

    private static final int VARIATION = 10;

    Backoff {
        pauses = List.copyOf(pauses);
    }

    /**
     * The pause after an attempt, varied by up to a tenth so that deliveries that failed together do not return together.
     *
     * @param attempt 1 for the first one
     * @return empty if that was the last attempt
     */
    Optional<Duration> after(int attempt, RandomGenerator random) {
        if (attempt > pauses.size()) {
            return Optional.empty();
        }
        Duration pause = pauses.get(attempt - 1);
        long most = pause.toMillis() / VARIATION;
        return Optional.of(pause.plusMillis(most == 0 ? 0 : random.nextLong(-most, most + 1)));
    }
}
