package io.tollgate.chat.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.Serial;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call to a service behind the edge, bounded in time and size to its answer's last byte. Used on one event loop. */
final class ForwardedCall {

    /** The answer is larger than its limit. */
    static final class AnswerTooLargeException extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        AnswerTooLargeException(int sizeMax) {
            super("the answer is larger than " + sizeMax + " bytes");
        }
    }

    record Answer(HttpClientResponse head, Buffer body) {}

    private final int sizeMax;
    private final Promise<Answer> answer = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;

    private ForwardedCall(int sizeMax) {
        this.sizeMax = sizeMax;
    }

    /** @return fails with a {@link TimeoutException} if the answer is not whole in time */
    static Future<Answer> send(
            Vertx vertx, HttpClient http, RequestOptions options, Buffer body, long timeoutMillis, int sizeMax) {
        ForwardedCall call = new ForwardedCall(sizeMax);
        long timer = vertx.setTimer(
                timeoutMillis, late -> call.giveUp(new TimeoutException("no answer within " + timeoutMillis + " ms")));
        http.request(options)
                .compose(connected -> call.send(connected, body))
                .onSuccess(call::read)
                .onFailure(call.answer::tryFail);
        return call.answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected, Buffer requestBody) {
        if (answer.future().isComplete()) {
            connected.reset();
            return Future.failedFuture("Nobody waits for this call any more.");
        }
        request = connected;
        return requestBody.length() == 0 ? connected.send() : connected.send(requestBody);
    }

    private void read(HttpClientResponse head) {
        head.handler(this::received);
        head.exceptionHandler(answer::tryFail);
        head.endHandler(end -> answer.tryComplete(new Answer(head, body)));
    }

    private void received(Buffer piece) {
        if (body.length() + piece.length() > sizeMax) {
            giveUp(new AnswerTooLargeException(sizeMax));
        } else {
            body.appendBuffer(piece);
        }
    }

    private void giveUp(Exception why) {
        answer.tryFail(why);
        HttpClientRequest sent = request;
        if (sent != null) {
            sent.reset();
        }
    }
}
