package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a request's body up to a bound, and for a bounded time. */
public final class BodyReader {

    private final int sizeMax;
    private final BodyMemory.@Nullable Share share;
    private final Promise<byte[]> whole = Promise.promise();
    /**
     * Put together once, when all of them are there: a buffer that grows is copied each time it does, and holds up to twice what
     * it needs. Let go as soon as it is whole: the request keeps this reader for as long as its answer takes.
     */
    private @Nullable List<Buffer> pieces = new ArrayList<>(1);

    private int length;

    private BodyReader(int sizeMax, BodyMemory.@Nullable Share share) {
        this.sizeMax = sizeMax;
        this.share = share;
    }

    /**
     * @param timeout from now to the body's last byte
     * @return fails with an {@link InvalidRequestException} if the body is larger than {@code sizeMax} bytes, or takes longer
     */
    public static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int sizeMax, Duration timeout) {
        return read(vertx, request, sizeMax, timeout, null).map(WrappedBytes::of);
    }

    /** @param share what the body is held in, null where it is not counted; to be released by the caller, failed or not */
    public static Future<byte[]> read(
            Vertx vertx, HttpServerRequest request, int sizeMax, Duration timeout, BodyMemory.@Nullable Share share) {
        String length = request.getHeader("content-length");
        if (length != null && exceeds(length, sizeMax)) {
            return Future.failedFuture(tooLarge(sizeMax));
        }
        BodyReader reader = new BodyReader(sizeMax, share);
        request.handler(reader::received);
        request.endHandler(end -> reader.ended());
        request.exceptionHandler(reader::broken);
        request.resume();
        // Most bodies come with the head: only for the others is there a timer.
        vertx.runOnContext(later -> reader.watch(vertx, timeout));
        return reader.whole.future();
    }

    private void watch(Vertx vertx, Duration timeout) {
        if (pieces != null) {
            long timer = vertx.setTimer(timeout.toMillis(), late -> broken(tooSlow(timeout)));
            whole.future().onComplete(over -> vertx.cancelTimer(timer));
        }
    }

    private void received(Buffer piece) {
        List<Buffer> soFar = pieces;
        if (soFar == null) {
            return;
        }
        if (length + piece.length() > sizeMax) {
            broken(tooLarge(sizeMax));
            return;
        }
        try {
            BodyMemory.Share counted = share;
            if (counted != null) {
                counted.take(piece.length());
            }
            length += piece.length();
            soFar.add(piece);
        } catch (InvalidRequestException full) {
            broken(full);
        }
    }

    private void ended() {
        List<Buffer> complete = pieces;
        pieces = null;
        if (complete != null) {
            whole.tryComplete(joined(complete));
        }
    }

    private byte[] joined(List<Buffer> complete) {
        if (complete.size() == 1) {
            return complete.getFirst().getBytes();
        }
        byte[] body = new byte[length];
        int at = 0;
        for (Buffer piece : complete) {
            piece.getBytes(body, at);
            at += piece.length();
        }
        return body;
    }

    private void broken(Throwable failure) {
        pieces = null;
        whole.tryFail(failure);
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

    private static InvalidRequestException tooSlow(Duration timeout) {
        return new InvalidRequestException(GatewayFailure.requestTimeout(
                "The request's body did not arrive within " + timeout.toMillis() + " ms; send it faster."));
    }

    /** Answers a request whose body could not be read. */
    public static void refuse(HttpServerRequest request, Throwable failure) {
        refuse(request, failure, ErrorEnvelope::toJson);
    }

    /** @param rendering what the endpoint's clients understand */
    public static void refuse(
            HttpServerRequest request, Throwable failure, Function<GatewayFailure, Buffer> rendering) {
        GatewayFailure told;
        if (failure instanceof InvalidRequestException invalid) {
            // The rest of an oversize or late body is not read: the connection cannot carry another request.
            request.response().putHeader("connection", "close");
            told = invalid.failure();
            if (told.status() == GatewayFailure.REQUEST_TIMEOUT) {
                // Nothing ends such a request but its client, who has had its time.
                request.response()
                        .bodyEndHandler(answered -> request.connection().close());
            }
        } else {
            told = GatewayFailure.invalid(null, "The request's body could not be read to its end.");
        }
        ErrorEnvelope.send(request.response(), told, rendering.apply(told));
    }
}
