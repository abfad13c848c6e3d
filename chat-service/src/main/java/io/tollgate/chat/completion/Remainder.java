package io.tollgate.chat.completion;

import io.tollgate.chat.provider.ProviderCall;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * What a provider sends after its answer is complete. It is read and dropped, as fast as it comes, so that the connection can
 * carry another call; one that does not end is closed, or it would be lost to the pool.
 */
final class Remainder {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private Remainder() {}

    /** @param patience how long the provider may take to end its answer's body */
    static void drop(Vertx vertx, ProviderCall call, Duration patience) {
        long timer = vertx.setTimer(patience.toMillis(), late -> call.cancel());
        call.response().handler(piece -> {
            // Nobody waits for it.
        });
        call.response().exceptionHandler(broken -> vertx.cancelTimer(timer));
        call.response().endHandler(end -> vertx.cancelTimer(timer));
        call.response().resume();
    }
}
