package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a request's body up to a bound. */
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

    /** @return fails with an {@link InvalidRequestException} if the body is larger than {@code sizeMax} bytes */
    public static Future<Buffer> read(HttpServerRequest request, int sizeMax) {
        return read(request, sizeMax, null).map(WrappedBytes::of);
    }

    /** @param share what the body is held in, null where it is not counted; to be released by the caller, failed or not */
    static Future<byte[]> read(HttpServerRequest request, int sizeMax, BodyMemory.@Nullable Share share) {
        String length = request.getHeader("content-length");
        if (length != null && exceeds(length, sizeMax)) {
            return Future.failedFuture(tooLarge(sizeMax));
        }
        BodyReader reader = new BodyReader(sizeMax, share);
        request.handler(reader::received);
        request.endHandler(end -> reader.ended());
        request.exceptionHandler(reader::broken);
        request.resume();
        return reader.whole.future();
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

    /** Answers a request whose body could not be read. */
    public static void refuse(HttpServerRequest request, Throwable failure) {
        refuse(request, failure, ErrorEnvelope::toJson);
    }

    /** @param rendering what the endpoint's clients understand */
    public static void refuse(
            HttpServerRequest request, Throwable failure, Function<GatewayFailure, Buffer> rendering) {
        GatewayFailure told;
        if (failure instanceof InvalidRequestException invalid) {
            // The rest of an oversize body is not read: the connection cannot carry another request.
            request.response().putHeader("connection", "close");
            told = invalid.failure();
        } else {
            told = GatewayFailure.invalid(null, "The request's body could not be read to its end.");
        }
        ErrorEnvelope.send(request.response(), told, rendering.apply(told));
    }
}
