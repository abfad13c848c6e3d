package io.tollgate.moderation.verdict;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.VerdictReached;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Sends verdicts as CloudEvents, keyed by organization. */
final class KafkaVerdictSender implements VerdictSender {

    private static final String SOURCE = "moderation-service";

    private final MutinyEmitter<byte[]> emitter;
    private final InstantSource clock;

    KafkaVerdictSender(MutinyEmitter<byte[]> emitter, InstantSource clock) {
        this.emitter = emitter;
        this.clock = clock;
    }

    @Override
    public Uni<Void> send(VerdictReached verdict, @Nullable String traceParent) {
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(verdict.organization())
                .withHeaders(headers(verdict, traceParent))
                .build();
        byte[] value = EventJson.write(EventType.VERDICT_REACHED, verdict);
        return emitter.sendMessage(Message.of(value).addMetadata(metadata));
    }

    private RecordHeaders headers(VerdictReached verdict, @Nullable String traceParent) {
        CloudEventAttributes attributes = new CloudEventAttributes(
                verdict.verdictId().toString(),
                SOURCE,
                EventType.VERDICT_REACHED.type(),
                "organization/" + verdict.organization(),
                clock.instant());
        RecordHeaders headers = new RecordHeaders();
        attributes
                .toHeaders(EventType.VERDICT_REACHED)
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        if (traceParent != null) {
            headers.add(CloudEventAttributes.TRACE_PARENT_HEADER, traceParent.getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }
}
