package io.tollgate.moderation.transcript;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Batches of the transcript topic; acknowledged once they are stored, one batch at a time. */
@ApplicationScoped
class TranscriptConsumer {

    private final TranscriptIntake intake;

    TranscriptConsumer(TranscriptIntake intake) {
        this.intake = intake;
    }

    @Incoming("transcript-in")
    Uni<Void> take(ConsumerRecords<String, byte[]> batch) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(batch.count());
        batch.forEach(records::add);
        return intake.take(records);
    }
}
