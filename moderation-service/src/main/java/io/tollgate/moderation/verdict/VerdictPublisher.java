package io.tollgate.moderation.verdict;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.VerdictReached;
import jakarta.inject.Singleton;

/** Publishes verdicts that nobody waits for, and that their sender keeps until the event log has them. */
@Singleton
public class VerdictPublisher {

    private final KafkaVerdictSender sender;

    VerdictPublisher(KafkaVerdictSender sender) {
        this.sender = sender;
    }

    /** @return completes when the log has acknowledged the verdict, fails otherwise */
    public Uni<Void> publish(VerdictReached verdict) {
        return sender.send(verdict, null);
    }
}
