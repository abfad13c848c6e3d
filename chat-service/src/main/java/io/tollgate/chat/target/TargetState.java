package io.tollgate.chat.target;

import io.tollgate.chat.route.Target;
import java.util.OptionalLong;

/** How a target has fared, for all of this process's calls. Times are {@link System#nanoTime()}'s. */
public final class TargetState {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final TargetConfig config;
    private final Breaker breaker;
    private final Bulkhead bulkhead;
    private final LatencyTrack streamed = new LatencyTrack();
    private final LatencyTrack plain = new LatencyTrack();
    private volatile long restUntil;
    private volatile boolean resting;

    TargetState(TargetConfig config) {
        this.config = config;
        this.breaker = new Breaker(
                config.breakerWindow(),
                config.breakerMinimum(),
                config.breakerFailurePercent(),
                config.breakerOpen().toNanos());
        this.bulkhead = new Bulkhead(config.queue());
    }

    /** Whether a call can be sent now, as far as the target's past tells. */
    public boolean isAvailable(long now) {
        return breaker.isClosedAt(now) && !isResting(now);
    }

    private boolean isResting(long now) {
        return resting && now - restUntil < 0;
    }

    /** How long until a call can be sent; 0 if it can be now. */
    public long unavailableNanos(long now) {
        return Math.max(breaker.openNanosAt(now), isResting(now) ? restUntil - now : 0);
    }

    public boolean hasRoom(Target target) {
        return bulkhead.hasRoom(limit(target));
    }

    Bulkhead bulkhead() {
        return bulkhead;
    }

    static int limit(Target target) {
        return target.provider().limits().concurrency().orElse(UNLIMITED);
    }

    Breaker breaker() {
        return breaker;
    }

    void rest(long nanos, long now) {
        restUntil = now + Math.min(nanos, config.coolDownMax().toNanos());
        resting = true;
    }

    /** @param nanos from sending the call to the first of what it was asked for */
    void answered(boolean stream, long nanos, long now) {
        (stream ? streamed : plain).record(nanos, now);
    }

    /** What another call would have to expect: the average, and as much again for each call under way. */
    public double expectedNanos(boolean stream, long now) {
        return (stream ? streamed : plain).averageAt(now) * (1.0 + bulkhead.underWay());
    }

    /** When to ask another target as well; empty as long as too little is known. */
    public OptionalLong hedgeAfterNanos(boolean stream) {
        return (stream ? streamed : plain).p95(config.hedgeSamples());
    }
}
