package io.tollgate.moderation.verdict;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.tollgate.contracts.event.VerdictReached;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Publishes verdicts that nobody waits for, and that their sender keeps until the event log has them. */
@Singleton
public class VerdictPublisher {

    private final KafkaVerdictSender sender;

    VerdictPublisher(@Channel("verdict-out") MutinyEmitter<byte[]> emitter, InstantSource clock) {
        this.sender = new KafkaVerdictSender(emitter, clock);
    }

    /** @return completes when the log has acknowledged the verdict, fails otherwise */
    public Uni<Void> publish(VerdictReached verdict) {
        return sender.send(verdict, null);
    }
}
