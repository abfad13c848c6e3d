package io.tollgate.chat.target;

import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import java.time.Duration;

/**
 * A call's place at a target. It ends once, in one of {@link #succeeded}, {@link #failed}, {@link #throttled},
 * {@link #keyRefused} or {@link #abandoned}; what comes after is ignored. Used on one event loop.
 */
public final class TargetCall {

    /** How long a key of a pool rests at least after 429, and after a refusal. */
    private static final long THROTTLED_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long REFUSED_NANOS = Duration.ofMinutes(5).toNanos();

    private final Target target;
    private final TargetState state;
    private final KeyPool keys;
    private final Secret apiKey;
    private final boolean stream;
    private long sent;
    private boolean over;

    TargetCall(Target target, TargetState state, KeyPool keys, Secret apiKey, boolean stream) {
        this.target = target;
        this.state = state;
        this.keys = keys;
        this.apiKey = apiKey;
        this.stream = stream;
        this.sent = System.nanoTime();
    }

    public Target target() {
        return target;
    }

    /** The key to use. */
    public Secret apiKey() {
        return apiKey;
    }

    public TargetState state() {
        return state;
    }

    /** The call is on its way. */
    public void sent() {
        sent = System.nanoTime();
    }

    /** How long it has been on its way, in nanoseconds. */
    public long underWayNanos() {
        return System.nanoTime() - sent;
    }

    /** What was asked for begins to arrive. */
    public void answered() {
        long now = System.nanoTime();
        state.answered(stream, now - sent, now);
    }

    /** The answer was complete. */
    public void succeeded() {
        if (end()) {
            state.breaker().succeeded();
        }
    }

    /** The target is to blame. */
    public void failed() {
        if (end()) {
            state.breaker().failed(System.nanoTime());
        }
    }

    /**
     * The target has enough for now. That is no failure, but it is left alone for a while; with a pool of keys, only the key.
     *
     * @param rest how long; zero if it did not say
     */
    public void throttled(Duration rest) {
        if (!end()) {
            return;
        }
        long now = System.nanoTime();
        state.breaker().abandoned();
        boolean anotherKey = keys.rest(target.provider(), apiKey, now + Math.max(rest.toNanos(), THROTTLED_NANOS));
        if (!anotherKey && !rest.isZero()) {
            state.rest(rest.toNanos(), now);
        }
    }

    /** The target refused the key. Without another one, that is its failure. */
    public void keyRefused() {
        if (!end()) {
            return;
        }
        long now = System.nanoTime();
        if (keys.rest(target.provider(), apiKey, now + REFUSED_NANOS)) {
            state.breaker().abandoned();
        } else {
            state.breaker().failed(now);
        }
    }

    /** It ended in a way that says nothing about the target. */
    public void abandoned() {
        if (end()) {
            state.breaker().abandoned();
        }
    }

    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        state.bulkhead().leave();
        return true;
    }
}
