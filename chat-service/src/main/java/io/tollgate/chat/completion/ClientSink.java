package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.buffer.Buffer;

/**
 * Where an answer goes: an HTTP response, or messages of a WebSocket. It carries bytes that are rendered for the client
 * already. Used on one event loop. What is written to a client that has gone is dropped.
 */
public interface ClientSink {

    /** Whether the client has gone, or has all of its answer. */
    boolean isClosed();

    /** Whether something of an answer was sent: after it nobody can be asked instead. */
    boolean hasBegun();

    /** @param gone called when the client goes before it has all of its answer */
    void onGone(Runnable gone);

    /** A header of the answer; without effect once it has begun, or where answers have no headers. */
    void header(String name, String value);

    /** What is known only when a streamed answer ends; without effect where the client does not take it. */
    void trailer(String name, String value);

    /** The whole of a plain answer. */
    void answer(String contentType, Buffer body);

    /** What a streamed answer is where it is not server-sent events; before its first part. */
    void streamed(String contentType);

    /** Breaks a streamed answer off, so that it cannot be taken for complete. */
    void abort();

    /** A part of a streamed answer; the first begins it. */
    void write(Buffer events);

    /** Ends a streamed answer, which this may begin. */
    void end(Buffer lastEvents);

    /** Whether the client reads more slowly than it is written to. */
    boolean isFull();

    /** @param drained called once when {@link #isFull} ends */
    void onDrained(Runnable drained);

    /** Nothing waits for {@link #onDrained} any more. */
    void forgetDrained();

    /**
     * There is no answer. Only before it has begun.
     *
     * @param rendered the failure in the client's dialect
     */
    void refuse(GatewayFailure failure, Buffer rendered);
}
