package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body up to a bound. */
public final class BodyReader {

    private BodyReader() {}

    /** @return fails with an {@link InvalidRequestException} if the body is larger than {@code sizeMax} bytes */
    public static Future<Buffer> read(HttpServerRequest request, int sizeMax) {
        String length = request.getHeader("content-length");
        if (length != null && exceeds(length, sizeMax)) {
            return Future.failedFuture(tooLarge(sizeMax));
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer(1024);
        request.handler(piece -> {
            if (whole.future().isComplete()) {
                return;
            }
            if (body.length() + piece.length() > sizeMax) {
                whole.fail(tooLarge(sizeMax));
            } else {
                body.appendBuffer(piece);
            }
        });
        request.endHandler(end -> whole.tryComplete(body));
        request.exceptionHandler(whole::tryFail);
        request.resume();
        return whole.future();
    }

    private static boolean exceeds(String contentLength, int sizeMax) {
        try {
            return Long.parseLong(contentLength) > sizeMax;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static InvalidRequestException tooLarge(int sizeMax) {
        return new InvalidRequestException(GatewayFailure.tooLarge(
                "The request body is larger than this gateway's limit of " + sizeMax + " bytes."));
    }

    /** Answers a request whose body could not be read. */
    public static void refuse(HttpServerRequest request, Throwable failure) {
        if (failure instanceof InvalidRequestException invalid) {
            // The rest of an oversize body is not read: the connection cannot carry another request.
            request.response().putHeader("connection", "close");
            ErrorEnvelope.send(request.response(), invalid.failure());
        } else {
            ErrorEnvelope.send(
                    request.response(),
                    GatewayFailure.invalid(null, "The request's body could not be read to its end."));
        }
    }
}
