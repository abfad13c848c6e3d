package io.tollgate.chat.completion;

import io.tollgate.chat.failure.ErrorEnvelope;
import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer by HTTP: one body, or a stream of server-sent events. */
final class HttpSink implements ClientSink {

    private final HttpServerResponse response;
    private final boolean takesTrailers;
    private String streamType = "text/event-stream; charset=utf-8";

    /** @param takesTrailers whether the client said that it takes trailers */
    HttpSink(HttpServerResponse response, boolean takesTrailers) {
        this.response = response;
        this.takesTrailers = takesTrailers;
    }

    @Override
    public boolean isClosed() {
        return response.closed() || response.ended();
    }

    @Override
    public boolean hasBegun() {
        return response.headWritten();
    }

    @Override
    public void onGone(Runnable gone) {
        response.closeHandler(closed -> gone.run());
        response.exceptionHandler(broken -> gone.run());
    }

    @Override
    public void header(String name, String value) {
        if (!response.headWritten() && !response.closed()) {
            response.putHeader(name, value);
        }
    }

    @Override
    public void trailer(String name, String value) {
        if (takesTrailers && !isClosed()) {
            response.putTrailer(name, value);
        }
    }

    @Override
    public void answer(String contentType, Buffer body) {
        if (!isClosed()) {
            response.setStatusCode(200).putHeader("content-type", contentType).end(body);
        }
    }

    @Override
    public void streamed(String contentType) {
        streamType = contentType;
    }

    @Override
    public void abort() {
        if (!isClosed()) {
            response.reset();
        }
    }

    @Override
    public void write(Buffer events) {
        if (!isClosed()) {
            writeHead();
            response.write(events);
        }
    }

    @Override
    public void end(Buffer lastEvents) {
        if (!isClosed()) {
            writeHead();
            response.end(lastEvents);
        }
    }

    private void writeHead() {
        if (!response.headWritten()) {
            response.setStatusCode(200)
                    .setChunked(true)
                    .putHeader("content-type", streamType)
                    .putHeader("cache-control", "no-cache")
                    .putHeader("x-accel-buffering", "no");
            if (takesTrailers) {
                response.putHeader("trailer", AnswerHeaders.COST);
            }
        }
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable drained) {
        response.drainHandler(done -> drained.run());
    }

    @Override
    public void forgetDrained() {
        response.drainHandler(null);
    }

    @Override
    public void refuse(GatewayFailure failure, Buffer rendered) {
        ErrorEnvelope.send(response, failure, rendered);
    }
}
