package io.tollgate.chat.metering;

import io.smallrye.mutiny.Uni;
import io.tollgate.chat.reservation.BudgetSnapshot;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.contracts.event.AttemptsSettled;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Applies what the ledger committed: reserved money becomes committed money.
 *
 * <ol>
 *   <li>One script takes the newer absolute budget states and releases the attempts' reservations.
 *   <li>Then the offset is committed. A crash between the two applies the event again, which changes nothing.
 * </ol>
 *
 * While Redis is away the event is tried again until it succeeds: skipping one would leave its reservations held for good.
 */
@Singleton
class SettledConsumer {

    private static final Logger LOG = Logger.getLogger(SettledConsumer.class);
    private static final Duration BACK_OFF_MIN = Duration.ofMillis(200);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

    private final ReservationStore store;

    SettledConsumer(ReservationStore store) {
        this.store = store;
    }

    @Incoming("settled-in")
    Uni<Void> apply(byte[] message) {
        AttemptsSettled settled;
        try {
            settled = EventJson.read(EventType.ATTEMPTS_SETTLED, message);
        } catch (MalformedEventException malformed) {
            LOG.errorf("Ignored a malformed event: %s", malformed.getMessage());
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(() -> store.apply(
                                settled.organization(),
                                settled.budgets().stream()
                                        .map(BudgetSnapshot::of)
                                        .toList(),
                                settled.attempts())
                        .toCompletionStage())
                .onFailure()
                .retry()
                .withBackOff(BACK_OFF_MIN, BACK_OFF_MAX)
                .indefinitely()
                .replaceWithVoid();
    }
}
