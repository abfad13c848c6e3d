package io.tollgate.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/** One request on its way, until its answer is complete or has failed. */
final class Call {
    /** The role before the content; the finish reason and {@code [DONE]} after it. */
    private static final int EVENTS_BEFORE_CONTENT = 1;

    private static final int EVENTS_AFTER_CONTENT = 2;
    private static final int OK = 200;

    private final ExpectedAnswer expected;
    private final Recorder recorder;
    private final long intendedNanos;
    private final Runnable ended;
    private boolean over;

    /**
     * @param intendedNanos when it was to be sent, by {@link System#nanoTime()}
     * @param ended run once, however it ends
     */
    Call(ExpectedAnswer expected, Recorder recorder, long intendedNanos, Runnable ended) {
        this.expected = expected;
        this.recorder = recorder;
        this.intendedNanos = intendedNanos;
        this.ended = ended;
    }

    void send(HttpClient client, RequestOptions options, Buffer body) {
        client.request(options)
                .compose(request -> request.send(body))
                .onSuccess(this::read)
                .onFailure(this::broken);
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(this::broken);
        if (expected.streamed() && response.statusCode() == OK) {
            readStream(response);
        } else {
            response.body()
                    .onSuccess(body -> readPlain(response.statusCode(), body))
                    .onFailure(this::broken);
        }
    }

    private void readPlain(int status, Buffer body) {
        if (status == OK && !expected.streamed() && body.length() > 0) {
            recorder.latency(intendedNanos, System.nanoTime());
            succeeded();
        } else {
            failed("status " + status + ": " + body);
        }
    }

    private void readStream(HttpClientResponse response) {
        EventScanner scanner = new EventScanner();
        response.handler(piece -> {
            long now = System.nanoTime();
            int before = scanner.events();
            scanner.read(piece.getBytes());
            for (int event = before; event < scanner.events(); event++) {
                int chunk = event - EVENTS_BEFORE_CONTENT;
                if (chunk >= 0 && chunk < expected.chunks()) {
                    recorder.chunk(chunk, intendedNanos, now);
                }
            }
        });
        response.endHandler(end -> {
            int events = EVENTS_BEFORE_CONTENT + expected.chunks() + EVENTS_AFTER_CONTENT;
            if (scanner.isDone() && scanner.events() == events) {
                succeeded();
            } else {
                failed("a stream of " + scanner.events() + " events, not " + events
                        + (scanner.isDone() ? "" : ", without its end"));
            }
        });
    }

    private void broken(Throwable failure) {
        failed(failure.toString());
    }

    private void succeeded() {
        if (!over) {
            over = true;
            recorder.answered();
            ended.run();
        }
    }

    private void failed(String reason) {
        if (!over) {
            over = true;
            recorder.failed(reason);
            ended.run();
        }
    }
}
