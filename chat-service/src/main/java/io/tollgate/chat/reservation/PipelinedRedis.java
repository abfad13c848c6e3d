package io.tollgate.chat.reservation;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connection to Redis. Where it breaks, or a call goes unanswered for too long, it is given up with all calls that
 * wait on it, and the next call opens another one: what hangs once would hold up every call behind it.
 */
final class PipelinedRedis {

    private final ContextInternal loop;
    private final Supplier<Redis> clients;
    private final long timeoutNanos;
    private @Nullable Line line;

    /** @param loop of an event loop; everything here happens on it */
    PipelinedRedis(ContextInternal loop, Supplier<Redis> clients, Duration timeout) {
        this.loop = loop;
        this.clients = clients;
        this.timeoutNanos = timeout.toNanos();
    }

    /** From any thread; at once where it is the event loop's own. */
    void send(Request request, Promise<Response> answered) {
        loop.execute(() -> {
            Line used = line;
            if (used == null) {
                used = new Line();
                line = used;
            }
            used.send(request, answered);
        });
    }

    void close() {
        loop.execute(() -> {
            Line open = line;
            if (open != null) {
                open.giveUp(new IllegalStateException("The connection to Redis is closed"));
            }
        });
    }

    /** A call that waits for its answer. */
    private static final class Call {
        private final Promise<Response> answered;
        private final long sentNanos = System.nanoTime();
        private boolean over;

        private Call(Promise<Response> answered) {
            this.answered = answered;
        }

        private void end(AsyncResult<Response> result) {
            if (!over) {
                over = true;
                answered.handle(result);
            }
        }
    }

    /** A client and its only connection, perhaps still on its way. */
    private final class Line {
        /** Oldest first, which is how Redis answers. */
        private final Queue<Call> calls = new ArrayDeque<>();

        private final Redis client;
        private final Future<RedisConnection> connected;
        /** One timer for all calls: only the oldest can be late. */
        private boolean watched;

        private boolean givenUp;

        private Line() {
            // Made on the loop's own context, on which the client then keeps its connection.
            ContextInternal previous = loop.beginDispatch();
            try {
                client = clients.get();
                connected = client.connect()
                        .onSuccess(connection -> connection
                                .exceptionHandler(this::giveUp)
                                .endHandler(end -> giveUp(new IllegalStateException("Redis closed the connection"))));
            } finally {
                loop.endDispatch(previous);
            }
        }

        private void send(Request request, Promise<Response> answered) {
            Call call = new Call(answered);
            calls.add(call);
            watch(timeoutNanos);
            connected.compose(connection -> connection.send(request)).onComplete(result -> ended(call, result));
        }

        private void ended(Call call, AsyncResult<Response> result) {
            call.end(result);
            for (Call oldest = calls.peek(); oldest != null && oldest.over; oldest = calls.peek()) {
                calls.remove();
            }
            if (connected.failed()) {
                giveUp(connected.cause());
            }
        }

        private void watch(long nanos) {
            if (!watched) {
                watched = true;
                loop.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), due -> {
                    watched = false;
                    lookForLateCalls();
                });
            }
        }

        private void lookForLateCalls() {
            Call oldest = calls.peek();
            if (oldest == null) {
                return;
            }
            long left = timeoutNanos - (System.nanoTime() - oldest.sentNanos);
            if (left > 0) {
                watch(left);
            } else {
                giveUp(new TimeoutException(
                        "Redis did not answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms"));
            }
        }

        private void giveUp(Throwable reason) {
            if (givenUp) {
                return;
            }
            givenUp = true;
            if (line == this) {
                line = null;
            }
            for (Call call = calls.poll(); call != null; call = calls.poll()) {
                call.end(Future.failedFuture(reason));
            }
            client.close();
        }
    }
}
