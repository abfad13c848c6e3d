package io.tollgate.chat.socket;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A handshake among the requests that a shutdown waits for. Quarkus counts a request until its response has ended, and that of a
 * handshake never does: Vert.x forgets it as soon as it is a WebSocket. Unless told, a shutdown would wait its whole timeout for
 * every socket that was ever opened. Quarkus has no public way to tell it.
 */
@RegisterForReflection(targets = QuarkusRequestWrapper.class)
final class CountedHandshake {

    private static final MethodHandle DONE = done();

    private final HttpServerRequest handshake;

    CountedHandshake(HttpServerRequest handshake) {
        this.handshake = handshake;
    }

    private static MethodHandle done() {
        try {
            return MethodHandles.privateLookupIn(QuarkusRequestWrapper.class, MethodHandles.lookup())
                    .findVirtual(QuarkusRequestWrapper.class, "done", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("Quarkus counts requests in another way than it did", changed);
        }
    }

    /** Its WebSocket is over: nobody has to wait for it. To be called at least once. */
    void over() {
        try {
            DONE.invokeExact(QuarkusRequestWrapper.get(handshake));
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("done() declares no checked exception", impossible);
        }
    }
}
