package io.tollgate.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One phase of load. All of its state belongs to the event loop; only the clock of an open loop runs on a thread of its own. */
final class LoadRun {
    /** An answer that is silent for this long has failed, so that every phase ends. */
    private static final long IDLE_MILLIS = 60_000;

    private final Context eventLoop;
    private final HttpClient client;
    private final LoadPlan plan;
    private final RequestOptions options;
    private final Buffer body;
    private final Recorder recorder;
    private final Promise<LoadResult> finished = Promise.promise();
    private final long startNanos = System.nanoTime();
    private int open;

    LoadRun(Context eventLoop, HttpClient client, LoadPlan plan) {
        this.eventLoop = eventLoop;
        this.client = client;
        this.plan = plan;
        this.body = Buffer.buffer(plan.body());
        this.recorder = new Recorder(plan.answer());
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(plan.url())
                .setIdleTimeout(IDLE_MILLIS)
                .putHeader("Authorization", "Bearer " + plan.key())
                .putHeader("Content-Type", "application/json");
        plan.headers().forEach(options::putHeader);
    }

    Future<LoadResult> start() {
        switch (plan.pace().kind()) {
            case OPEN -> {
                Schedule schedule = Schedule.of(plan.pace().value(), plan.seconds());
                open = schedule.requests();
                Thread.ofPlatform().name("schedule").daemon().start(() -> keepTo(schedule));
            }
            case CLOSED -> {
                open = plan.pace().value();
                long endNanos = startNanos + TimeUnit.SECONDS.toNanos(plan.seconds());
                eventLoop.runOnContext(now -> {
                    for (int connection = 0; connection < plan.pace().value(); connection++) {
                        sendUntil(endNanos);
                    }
                });
            }
        }
        return finished.future();
    }

    private void keepTo(Schedule schedule) {
        for (int request = 0; request < schedule.requests(); request++) {
            long intended = startNanos + schedule.offsetNanos(request);
            for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            eventLoop.runOnContext(now -> {
                recorder.sent(intended, System.nanoTime());
                new Call(plan.answer(), recorder, intended, this::oneLess).send(client, options, body);
            });
        }
    }

    private void sendUntil(long endNanos) {
        long now = System.nanoTime();
        if (now - endNanos >= 0) {
            oneLess();
        } else {
            // Through the loop, so that answers which fail at once cannot exhaust the stack.
            Runnable again = () -> eventLoop.runOnContext(next -> sendUntil(endNanos));
            new Call(plan.answer(), recorder, now, again).send(client, options, body);
        }
    }

    private void oneLess() {
        open--;
        if (open == 0) {
            finished.complete(recorder.result(System.nanoTime() - startNanos));
        }
    }
}
