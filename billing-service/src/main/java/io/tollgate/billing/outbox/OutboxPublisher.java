package io.tollgate.billing.outbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tollgate.billing.telemetry.BillingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/**
 * Sends a page of the outbox to Kafka. Uses the channel's producer itself, not the channel: a channel repeats a failed
 * record on its own, and it would then arrive after newer records of its key.
 */
@ApplicationScoped
class OutboxPublisher {

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final String CHANNEL = "outbox-out";

    private final KafkaClientService kafka;
    private final BillingMetrics metrics;
    private final Clock clock;

    OutboxPublisher(KafkaClientService kafka, BillingMetrics metrics, Clock clock) {
        this.kafka = kafka;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Makes the channel, and with it the producer, exist; nothing ever goes through it. */
    @Outgoing(CHANNEL)
    Multi<byte[]> channel() {
        return Multi.createFrom().nothing();
    }

    /**
     * Sends the rows in order, without waiting between them, and waits until each was acknowledged or failed.
     *
     * @return the rows before the first failure. Those after it are sent again even if they arrived: otherwise an older
     *     state of a key could be sent after a newer one and stay in a compacted topic.
     */
    Uni<List<OutboxRow>> send(List<OutboxRow> page) {
        List<Uni<Boolean>> sends = page.stream().map(this::send).toList();
        return Uni.join().all(sends).andFailFast().map(acknowledged -> {
            int failure = acknowledged.indexOf(false);
            return failure < 0 ? page : List.copyOf(page.subList(0, failure));
        });
    }

    private Uni<Boolean> send(OutboxRow row) {
        String topic = row.message().topic();
        return kafka.<String, byte[]>getProducer(CHANNEL)
                .send(toRecord(row.message()))
                .invoke(() -> metrics.published(
                        topic, Duration.between(row.createdAt().toInstant(), clock.instant())))
                .replaceWith(true)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "outbox row not acknowledged, it is sent again: id=%d topic=%s cause=%s",
                        row.id(), topic, failure))
                .onFailure()
                .recoverWithItem(false);
    }

    private static ProducerRecord<String, byte[]> toRecord(OutboxMessage message) {
        ProducerRecord<String, byte[]> outgoing = new ProducerRecord<>(
                message.topic(), message.key(), message.payload().getBytes());
        message.headers()
                .forEach((name, value) -> outgoing.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return outgoing;
    }
}
