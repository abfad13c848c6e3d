package io.tollgate.billing.outbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tollgate.billing.telemetry.BillingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Sends a page of the outbox to Kafka. */
@ApplicationScoped
class OutboxPublisher {

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);

    private final MutinyEmitter<byte[]> emitter;
    private final BillingMetrics metrics;
    private final Clock clock;

    OutboxPublisher(
            @Channel("outbox-out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 5000)
                    MutinyEmitter<byte[]> emitter,
            BillingMetrics metrics,
            Clock clock) {
        this.emitter = emitter;
        this.metrics = metrics;
        this.clock = clock;
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
            return new ArrayList<>(failure < 0 ? page : page.subList(0, failure));
        });
    }

    private Uni<Boolean> send(OutboxRow row) {
        return emitter.sendMessage(Message.of(row.message().payload().getBytes(), Metadata.of(metadata(row.message()))))
                .invoke(() -> metrics.published(Duration.between(row.createdAt().toInstant(), clock.instant())))
                .replaceWith(true)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "outbox row not acknowledged, it is sent again: id=%d topic=%s cause=%s",
                        row.id(), row.message().topic(), failure))
                .onFailure()
                .recoverWithItem(false);
    }

    private static OutgoingKafkaRecordMetadata<String> metadata(OutboxMessage message) {
        RecordHeaders headers = new RecordHeaders();
        message.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(message.topic())
                .withKey(message.key())
                .withHeaders(headers)
                .build();
    }
}
