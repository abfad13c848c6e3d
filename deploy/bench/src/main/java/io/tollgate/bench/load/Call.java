package io.tollgate.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/** One request on its way, until its answer is complete or has failed. */
final class Call {
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
            int before = scanner.words();
            scanner.read(piece.getBytes());
            for (int chunk = before; chunk < scanner.words(); chunk++) {
                recorder.chunk(chunk, intendedNanos, now);
            }
        });
        response.endHandler(end -> {
            if (scanner.isDone() && scanner.words() == expected.chunks()) {
                succeeded();
            } else {
                failed("a stream of " + scanner.words() + " words, not " + expected.chunks()
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
