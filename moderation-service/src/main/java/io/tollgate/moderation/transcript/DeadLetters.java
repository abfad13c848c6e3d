package io.tollgate.moderation.transcript;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Puts aside what can never be stored, as it came and with the reason. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final MutinyEmitter<byte[]> emitter;
    private final ModerationMetrics metrics;

    DeadLetters(@Channel("transcript-dead-letter-out") MutinyEmitter<byte[]> emitter, ModerationMetrics metrics) {
        this.emitter = emitter;
        this.metrics = metrics;
    }

    /** @return completes once Kafka has it, and fails otherwise: the record is then tried again */
    Uni<Void> send(ConsumerRecord<String, byte[]> received, String reason) {
        RecordHeaders headers = new RecordHeaders(received.headers().toArray());
        add(headers, "tollgate_dead_letter_reason", reason);
        add(headers, "tollgate_dead_letter_topic", received.topic());
        add(headers, "tollgate_dead_letter_partition", Integer.toString(received.partition()));
        add(headers, "tollgate_dead_letter_offset", Long.toString(received.offset()));
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(received.key())
                .withHeaders(headers)
                .build();
        byte[] value = received.value() == null ? new byte[0] : received.value();
        return emitter.sendMessage(Message.of(value).addMetadata(metadata)).invoke(() -> {
            metrics.transcript("dead_letter");
            LOG.errorf(
                    "A transcript was put aside: partition %d, offset %d: %s",
                    received.partition(), received.offset(), reason);
        });
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
