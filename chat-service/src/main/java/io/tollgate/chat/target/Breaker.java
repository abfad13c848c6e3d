package io.tollgate.chat.target;

/**
 * A circuit breaker over the last calls. It opens when too many of them failed, and lets nothing through for a while; then
 * one call may try, whose end closes it or opens it again. Times are {@link System#nanoTime()}'s.
 */
final class Breaker {

    private final boolean[] failures;
    private final int minimum;
    private final int failurePercent;
    private final long openNanos;
    private int recorded;
    private int position;
    private int failed;
    private boolean open;
    private boolean trying;
    private long openUntil;

    /**
     * @param window how many calls are looked at
     * @param minimum how many must have ended before it can open
     * @param failurePercent of how many in a hundred must have failed
     */
    Breaker(int window, int minimum, int failurePercent, long openNanos) {
        this.failures = new boolean[window];
        this.minimum = minimum;
        this.failurePercent = failurePercent;
        this.openNanos = openNanos;
    }

    /** Whether a call could go through now. */
    synchronized boolean isClosedAt(long now) {
        return !open || (!trying && now - openUntil >= 0);
    }

    /** Whether it is open, or its one trial is still to come to an end. */
    synchronized boolean isOpen() {
        return open;
    }

    /** How long nothing goes through; 0 if something could now. */
    synchronized long openNanosAt(long now) {
        return open ? Math.max(0, openUntil - now) : 0;
    }

    /** A call goes through. Of an open breaker whose time is over, only the first does. */
    synchronized boolean enter(long now) {
        if (!open) {
            return true;
        }
        if (trying || now - openUntil < 0) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized void succeeded() {
        if (open) {
            open = false;
            trying = false;
            recorded = 0;
            position = 0;
            failed = 0;
        }
        record(false);
    }

    synchronized void failed(long now) {
        record(true);
        boolean tooMany = recorded >= minimum && failed * 100L >= (long) failurePercent * recorded;
        if (open || tooMany) {
            open = true;
            trying = false;
            openUntil = now + openNanos;
        }
    }

    /** A call ended in a way that says nothing about the target. */
    synchronized void abandoned() {
        trying = false;
    }

    private void record(boolean failure) {
        if (recorded == failures.length) {
            failed -= failures[position] ? 1 : 0;
        } else {
            recorded++;
        }
        failures[position] = failure;
        failed += failure ? 1 : 0;
        position = (position + 1) % failures.length;
    }
}
