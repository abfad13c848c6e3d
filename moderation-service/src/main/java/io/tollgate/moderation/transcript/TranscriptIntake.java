package io.tollgate.moderation.transcript;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.database.DatabaseFailure;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Brings a batch into the database, whatever it takes, and puts aside the single record that can never be stored. Never fails, so
 * that none is skipped. A transcript in the clear is neither stored nor put aside: it would lie there for everybody to read.
 */
@ApplicationScoped
class TranscriptIntake {

    private static final Logger LOG = Logger.getLogger(TranscriptIntake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Database database;
    private final Transcripts transcripts;
    private final DeadLetters deadLetters;
    private final ModerationMetrics metrics;

    TranscriptIntake(Database database, Transcripts transcripts, DeadLetters deadLetters, ModerationMetrics metrics) {
        this.database = database;
        this.transcripts = transcripts;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    private record Read(ConsumerRecord<String, byte[]> source, TranscriptRecorded transcript) {}

    Uni<Void> take(List<ConsumerRecord<String, byte[]>> records) {
        return Uni.createFrom()
                .deferred(() -> takeOnce(records))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Transcripts cannot be stored, trying again: cause=%s", DatabaseFailure.describe(failure)))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private Uni<Void> takeOnce(List<ConsumerRecord<String, byte[]>> records) {
        if (!database.isPrepared()) {
            return Uni.createFrom().failure(new NotPreparedException());
        }
        List<Read> read = new ArrayList<>(records.size());
        List<Uni<Void>> letters = new ArrayList<>(0);
        for (ConsumerRecord<String, byte[]> received : records) {
            try {
                byte[] value = received.value() == null ? new byte[0] : received.value();
                TranscriptRecorded transcript = EventJson.read(EventType.TRANSCRIPT_RECORDED, value);
                if (transcript.sealed() == null) {
                    metrics.transcript("unsealed");
                    LOG.errorf("A transcript in the clear was left out: request %s", transcript.requestId());
                } else {
                    read.add(new Read(received, transcript));
                }
            } catch (MalformedEventException malformed) {
                // Its message may quote the value.
                letters.add(deadLetters.send(received, "the value is no transcript"));
            }
        }
        return store(read).chain(() -> one(letters));
    }

    private Uni<Void> store(List<Read> read) {
        return transcripts
                .store(read.stream().map(Read::transcript).toList())
                .onFailure(DatabaseFailure::isDataError)
                .recoverWithUni(poisoned -> read.size() > 1
                        ? one(read.stream()
                                .map(single -> store(List.of(single)))
                                .toList())
                        : deadLetters.send(
                                read.getFirst().source(),
                                "it cannot be stored: " + DatabaseFailure.describe(poisoned)));
    }

    private static Uni<Void> one(List<Uni<Void>> afterTheOther) {
        return Multi.createFrom()
                .iterable(afterTheOther)
                .onItem()
                .transformToUniAndConcatenate(each -> each)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The schema is not there yet. */
    private static final class NotPreparedException extends Exception {
        @Serial
        private static final long serialVersionUID = 1;
    }
}
