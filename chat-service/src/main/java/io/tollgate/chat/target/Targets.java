package io.tollgate.chat.target;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.route.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The state of every target that was ever asked, and the way in to each. */
@Singleton
public class Targets {

    /** A call was not let in. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient GatewayFailure failure;

        RefusedException(GatewayFailure failure) {
            super(failure.message(), null, false, false);
            this.failure = failure;
        }

        public GatewayFailure failure() {
            return failure;
        }
    }

    /** Beyond it, as where callers address ever new names directly, states are forgotten and begin anew. */
    private static final int STATES_MAX = 10_000;

    private final Vertx vertx;
    private final TargetConfig config;
    private final Map<String, TargetState> states = new ConcurrentHashMap<>();
    private final Map<String, KeyPool> keys = new ConcurrentHashMap<>();

    Targets(Vertx vertx, TargetConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    public TargetState state(Target target) {
        TargetState known = states.get(target.name());
        if (known != null) {
            return known;
        }
        if (states.size() >= STATES_MAX) {
            states.clear();
        }
        return states.computeIfAbsent(target.name(), absent -> new TargetState(config));
    }

    /**
     * Lets a call in, at once or when there is room.
     *
     * @return fails with a {@link RefusedException} if the target is left alone or there is no room for too long
     */
    public Future<TargetCall> enter(Target target, boolean stream) {
        TargetState state = state(target);
        long now = System.nanoTime();
        if (!state.isAvailable(now) || !state.breaker().enter(now)) {
            return Future.failedFuture(new RefusedException(leftAlone(target, state.unavailableNanos(now))));
        }
        if (state.bulkhead().enter(TargetState.limit(target))) {
            return Future.succeededFuture(call(target, state, stream));
        }
        return room(target, state)
                .map(ready -> call(target, state, stream))
                .onFailure(full -> state.breaker().abandoned());
    }

    /** Whether {@link #enterIdle} would let a call in. */
    public boolean isIdle(Target target) {
        TargetState state = state(target);
        return isWell(state) && state.hasRoom(target);
    }

    /**
     * Lets a call in that can be done without: only where it takes nothing from others. It waits for no room, and is not the one
     * that tries a target which failed.
     *
     * @return empty if it is not let in
     */
    public Optional<TargetCall> enterIdle(Target target) {
        TargetState state = state(target);
        return isWell(state) && state.bulkhead().enter(TargetState.limit(target))
                ? Optional.of(call(target, state, false))
                : Optional.empty();
    }

    private static boolean isWell(TargetState state) {
        return state.isAvailable(System.nanoTime()) && !state.breaker().isOpen();
    }

    private Future<Void> room(Target target, TargetState state) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> room = Promise.promise();
        AtomicBoolean settled = new AtomicBoolean();
        Bulkhead.Waiting waiting = () -> {
            boolean taken = settled.compareAndSet(false, true);
            if (taken) {
                context.runOnContext(go -> room.complete());
            }
            return taken;
        };
        if (!state.bulkhead().await(waiting)) {
            return Future.failedFuture(new RefusedException(full(target)));
        }
        long timer = vertx.setTimer(config.queueWait().toMillis(), late -> {
            if (settled.compareAndSet(false, true)) {
                state.bulkhead().forget(waiting);
                room.fail(new RefusedException(full(target)));
            }
        });
        return room.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private TargetCall call(Target target, TargetState state, boolean stream) {
        KeyPool pool = keys.computeIfAbsent(target.provider().name(), absent -> new KeyPool());
        return new TargetCall(target, state, pool, pool.next(target.provider(), System.nanoTime()), stream);
    }

    private static GatewayFailure full(Target target) {
        return GatewayFailure.unavailable(
                "Too many calls to provider '" + target.provider().name() + "' are under way.", 1);
    }

    private static GatewayFailure leftAlone(Target target, long nanos) {
        long seconds = Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
        return GatewayFailure.unavailable(
                "Provider '" + target.provider().name()
                        + "' failed or asked to be left alone lately; it is not asked for a while.",
                Math.clamp(seconds, 1, 60));
    }
}
