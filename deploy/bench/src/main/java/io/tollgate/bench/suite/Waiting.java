package io.tollgate.bench.suite;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes bring about, with a bound. */
public final class Waiting {
    private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    private Waiting() {}

    /** What may come true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Whether it came true in time. */
    public static boolean until(Duration bound, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
