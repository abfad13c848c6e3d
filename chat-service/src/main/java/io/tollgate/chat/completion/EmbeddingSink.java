package io.tollgate.chat.completion;

import io.tollgate.chat.failure.GatewayFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** Where the answer of an {@link EmbeddingCall} goes. It comes in one piece, if it comes. */
final class EmbeddingSink implements ClientSink {

    private final Promise<Buffer> answer = Promise.promise();

    Future<Buffer> answered() {
        return answer.future();
    }

    /** What comes from now on is dropped. */
    void close() {
        answer.tryFail("it is not waited for any more");
    }

    @Override
    public boolean isClosed() {
        return answer.future().isComplete();
    }

    @Override
    public boolean hasBegun() {
        return isClosed();
    }

    @Override
    public void onGone(Runnable gone) {
        // Whoever waits no longer says so itself.
    }

    @Override
    public void header(String name, String value) {
        // Nobody reads them.
    }

    @Override
    public void trailer(String name, String value) {
        // Nobody reads them.
    }

    @Override
    public void answer(String contentType, Buffer body) {
        answer.tryComplete(body);
    }

    @Override
    public void streamed(String contentType) {
        abort();
    }

    @Override
    public void abort() {
        answer.tryFail("the answer broke off");
    }

    @Override
    public void write(Buffer events) {
        abort();
    }

    @Override
    public void end(Buffer lastEvents) {
        abort();
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrained(Runnable drained) {
        throw new IllegalStateException("it is never full");
    }

    @Override
    public void forgetDrained() {
        // Nothing waits.
    }

    @Override
    public void refuse(GatewayFailure failure, Buffer rendered) {
        answer.tryFail(failure.message());
    }
}
