package io.tollgate.chat.metering;

import io.tollgate.chat.reservation.OutboxEntry;
import io.tollgate.chat.reservation.ReservationStore;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Takes usage events from the outbox to Kafka. An event that Kafka acknowledged is removed from the outbox in batches; one
 * that it did not is left there, and the sweeper sends it again.
 */
final class UsagePublisher {

    private static final Logger LOG = Logger.getLogger(UsagePublisher.class);
    private static final int ACKNOWLEDGE_BATCH = 500;

    private final EventBus events;
    private final ReservationStore store;
    private final Map<String, ConcurrentLinkedQueue<UUID>> acknowledged = new ConcurrentHashMap<>();

    UsagePublisher(EventBus events, ReservationStore store) {
        this.events = events;
        this.store = store;
    }

    /** Publishes an event that is in the outbox, and forgets it there once Kafka has it. */
    void publishStored(UsageRecorded event, OutboxEntry entry) {
        publish(event, entry)
                .onSuccess(done -> acknowledged
                        .computeIfAbsent(event.organization(), organization -> new ConcurrentLinkedQueue<>())
                        .add(event.attemptId()))
                .onFailure(failure -> LOG.debugf(
                        "A usage event stays in the outbox: attempt %s: %s", event.attemptId(), failure.getMessage()));
    }

    /** @return completes when Kafka has the event on every replica */
    Future<Void> publish(UsageRecorded event, OutboxEntry entry) {
        return events.send(
                EventType.USAGE_RECORDED,
                event.organization(),
                UsageEvents.attributes(event),
                entry.traceParent(),
                entry.event());
    }

    /** Called every few milliseconds: removes acknowledged events from the outbox. */
    void flushAcknowledged() {
        acknowledged.forEach((organization, attempts) -> {
            List<UUID> batch = new ArrayList<>();
            for (UUID attempt = attempts.poll(); attempt != null; attempt = attempts.poll()) {
                batch.add(attempt);
                if (batch.size() == ACKNOWLEDGE_BATCH) {
                    forget(organization, batch);
                    batch = new ArrayList<>();
                }
            }
            if (!batch.isEmpty()) {
                forget(organization, batch);
            }
        });
    }

    private void forget(String organization, List<UUID> attempts) {
        // A failure is harmless: the sweeper sends the events again, and a second delivery changes nothing.
        store.acknowledge(organization, attempts)
                .onFailure(failure -> LOG.debugf("Redis did not take an acknowledgement: %s", failure.getMessage()));
    }
}
