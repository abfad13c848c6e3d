package io.tollgate.billing.outbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tollgate.billing.telemetry.BillingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
     * @return what is settled: the rows before the first that may yet succeed. Those after it are sent again even if they
     *     arrived: otherwise an older state of a key could be sent after a newer one and stay in a compacted topic.
     */
    Uni<Settled> send(List<OutboxRow> page) {
        List<Uni<Outcome>> sends = page.stream().map(this::send).toList();
        return Uni.join().all(sends).andFailFast().map(outcomes -> Settled.of(page, outcomes));
    }

    private Uni<Outcome> send(OutboxRow row) {
        String topic = row.message().topic();
        return kafka.<String, byte[]>getProducer(CHANNEL)
                .send(toRecord(row.message()))
                .invoke(() -> metrics.published(
                        topic, Duration.between(row.createdAt().toInstant(), clock.instant())))
                .replaceWith(Outcome.ACKNOWLEDGED)
                .onFailure()
                .recoverWithItem(failure -> failed(row, failure));
    }

    private Outcome failed(OutboxRow row, Throwable failure) {
        String topic = row.message().topic();
        if (Outcome.of(topic, failure) == Outcome.REFUSED) {
            LOG.errorf(
                    "outbox row refused for ever, it is parked; mend the cause and set parked_at to null:"
                            + " id=%d topic=%s bytes=%d cause=%s",
                    row.id(), topic, row.message().payload().length(), failure);
            metrics.parked(topic);
            return Outcome.REFUSED;
        }
        LOG.warnf("outbox row not acknowledged, it is sent again: id=%d topic=%s cause=%s", row.id(), topic, failure);
        return Outcome.UNKNOWN;
    }

    /**
     * Rows that need not be sent again.
     *
     * @param acknowledged arrived
     * @param refused never will
     */
    record Settled(List<OutboxRow> acknowledged, List<OutboxRow> refused) {

        static Settled of(List<OutboxRow> page, List<Outcome> outcomes) {
            List<OutboxRow> acknowledged = new ArrayList<>();
            List<OutboxRow> refused = new ArrayList<>();
            for (int index = 0; index < page.size() && outcomes.get(index) != Outcome.UNKNOWN; index++) {
                (outcomes.get(index) == Outcome.REFUSED ? refused : acknowledged).add(page.get(index));
            }
            return new Settled(List.copyOf(acknowledged), List.copyOf(refused));
        }

        int size() {
            return acknowledged.size() + refused.size();
        }
    }

    private static ProducerRecord<String, byte[]> toRecord(OutboxMessage message) {
        ProducerRecord<String, byte[]> outgoing = new ProducerRecord<>(
                message.topic(), message.key(), message.payload().getBytes());
        message.headers()
                .forEach((name, value) -> outgoing.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return outgoing;
    }
}
