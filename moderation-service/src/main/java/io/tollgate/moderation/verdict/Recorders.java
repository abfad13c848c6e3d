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

    @Produces
    @Singleton
    static VerdictRecorder recorder(
            @Channel("verdict-out") MutinyEmitter<byte[]> emitter,
            InstantSource clock,
            VerdictConfig config,
            ModerationMetrics metrics) {
        return new VerdictRecorder(new KafkaVerdictSender(emitter, clock), config, metrics);
    }
}
