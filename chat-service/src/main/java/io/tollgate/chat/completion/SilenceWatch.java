package io.tollgate.chat.completion;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Notices that a provider falls silent within its answer. The HTTP client's own idle timeout ends with the answer's head.
 * One timer for each call, however many pieces arrive. Used on one event loop.
 */
final class SilenceWatch {

    private final Vertx vertx;
    private final long limitMillis;
    private final BooleanSupplier readerIsSlow;
    private final Runnable silent;
    private long heard = System.nanoTime();
    private long timer;

    /**
     * @param limit the longest silence
     * @param readerIsSlow whether the provider is not read because the client does not read: that is not its silence
     * @param silent called once
     */
    SilenceWatch(Vertx vertx, Duration limit, BooleanSupplier readerIsSlow, Runnable silent) {
        this.vertx = vertx;
        this.limitMillis = limit.toMillis();
        this.readerIsSlow = readerIsSlow;
        this.silent = silent;
        this.timer = vertx.setTimer(limitMillis, due -> check());
    }

    /** A piece of the answer has arrived. */
    void heard() {
        heard = System.nanoTime();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void check() {
        if (readerIsSlow.getAsBoolean()) {
            heard();
        }
        long left = limitMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heard);
        if (left <= 0) {
            silent.run();
        } else {
            timer = vertx.setTimer(left, due -> check());
        }
    }
}
