package io.tollgate.billing.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Lets the relay sleep until something was appended, its connection closed, or the poll interval has passed. */
final class Wakeup {

    private final Vertx vertx;
    private final Duration poll;
    private volatile CompletableFuture<Void> next = new CompletableFuture<>();
    private volatile boolean closed;

    Wakeup(Vertx vertx, Duration poll) {
        this.vertx = vertx;
        this.poll = poll;
    }

    /** Call before looking at the table: what is announced after this ends the next {@link #await()} at once. */
    void reset() {
        if (!closed) {
            next = new CompletableFuture<>();
        }
    }

    void announce() {
        next.complete(null);
    }

    void close() {
        closed = true;
        next.complete(null);
    }

    boolean isClosed() {
        return closed;
    }

    Uni<Void> await() {
        CompletableFuture<Void> announced = next;
        long timer = vertx.setTimer(poll.toMillis(), ignored -> announced.complete(null));
        return Uni.createFrom().completionStage(announced).invoke(() -> vertx.cancelTimer(timer));
    }
}
