package io.tollgate.moderation.verdict;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Puts the recorder together. */
final class Recorders {

    private Recorders() {}

    /** One for all: a channel has one emitter. */
    @Produces
    @Singleton
    static KafkaVerdictSender sender(@Channel("verdict-out") MutinyEmitter<byte[]> emitter, InstantSource clock) {
        return new KafkaVerdictSender(emitter, clock);
    }

    @Produces
    @Singleton
    static VerdictRecorder recorder(KafkaVerdictSender sender, VerdictConfig config, ModerationMetrics metrics) {
        return new VerdictRecorder(sender, config, metrics);
    }
}
