package io.tollgate.billing.intake;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.ledger.SourceRecord;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Batches of the usage topic; acknowledged once the ledger has committed them, one batch at a time. */
@ApplicationScoped
class UsageConsumer {

    private final Intake intake;

    UsageConsumer(Intake intake) {
        this.intake = intake;
    }

    @Incoming("usage-in")
    Uni<Void> take(ConsumerRecords<String, byte[]> batch) {
        List<SourceRecord> records = new ArrayList<>(batch.count());
        batch.forEach(received -> records.add(source(received)));
        return intake.take(records);
    }

    private static SourceRecord source(ConsumerRecord<String, byte[]> received) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : received.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        byte[] value = received.value();
        return new SourceRecord(
                received.topic(),
                received.partition(),
                received.offset(),
                received.key(),
                headers,
                value == null ? Buffer.buffer() : Buffer.buffer(value));
    }
}
