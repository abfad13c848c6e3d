package io.tollgate.chat.guard;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.moderation.engine.stream.Action;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Publishes what the guard decided, and, where a policy has it stored, what was said. */
final class Verdicts {

    private static final String SOURCE = "/tollgate/chat-service";

    private final EventBus events;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final String engine;
    private final TranscriptPublisher transcripts;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    /**
     * @param engine version of the engine and its term lists
     * @param sealers what each organization's content is sealed with
     * @param workers where it is sealed
     * @param transcriptBytesMax how many bytes of transcripts may wait for Kafka
     */
    Verdicts(
            EventBus events,
            InstantSource clock,
            MeterRegistry registry,
            String engine,
            Function<String, Optional<ContentSealer>> sealers,
            Executor workers,
            long transcriptBytesMax) {
        this.events = events;
        this.clock = clock;
        this.registry = registry;
        this.engine = engine;
        this.transcripts =
                new TranscriptPublisher(sealers, workers, this::sendTranscript, transcriptBytesMax, registry);
    }

    /** @return the verdict's id */
    UUID publish(
            Caller caller,
            AskedOf asked,
            GuardPolicy policy,
            Stage stage,
            Action action,
            boolean degraded,
            Findings found) {
        Decision decision = decisionOf(action);
        ChatMetrics.guardDecisions(
                        registry,
                        stage.name().toLowerCase(Locale.ROOT),
                        decision.name().toLowerCase(Locale.ROOT))
                .increment();
        VerdictReached verdict = new VerdictReached(
                ids.generate(),
                asked.requestId(),
                caller.organization(),
                caller.project(),
                stage,
                decision,
                degraded,
                engine,
                found.scores(),
                found.subjects(),
                found.hits(),
                found.characters(),
                found.scanned(),
                null,
                policy.version());
        send(
                EventType.VERDICT_REACHED,
                caller,
                verdict.verdictId(),
                caller.organization(),
                verdict,
                asked.traceParent());
        return verdict.verdictId();
    }

    /**
     * Publishes what was said, sealed, where its organization has a key.
     *
     * @param decisions what was decided, for each stage that a verdict was published on
     */
    void transcript(
            Caller caller,
            AskedOf asked,
            GuardPolicy policy,
            List<TranscriptRecorded.Decided> decisions,
            boolean degraded,
            boolean truncated,
            List<TranscriptRecorded.Turn> turns) {
        TranscriptRecorded transcript = new TranscriptRecorded(
                asked.requestId(),
                caller.organization(),
                caller.project(),
                caller.keyId(),
                asked.endUser(),
                asked.model(),
                clock.instant(),
                policy.version(),
                decisions.isEmpty() ? null : decisions.getLast().verdictId(),
                decisions,
                degraded,
                policy.retentionDays(),
                truncated,
                List.of(),
                null);
        transcripts.publish(transcript, turns);
    }

    private Future<Void> sendTranscript(TranscriptRecorded transcript, byte[] event) {
        CloudEventAttributes attributes = new CloudEventAttributes(
                transcript.requestId().toString(),
                SOURCE,
                EventType.TRANSCRIPT_RECORDED.type(),
                "organization/" + transcript.organization() + "/project/" + transcript.project(),
                clock.instant());
        return events.send(EventType.TRANSCRIPT_RECORDED, transcript.requestId().toString(), attributes, null, event);
    }

    private <T> void send(
            EventType<T> type, Caller caller, UUID id, String key, T event, @Nullable String traceParent) {
        CloudEventAttributes attributes = new CloudEventAttributes(
                id.toString(),
                SOURCE,
                type.type(),
                "organization/" + caller.organization() + "/project/" + caller.project(),
                clock.instant());
        events.send(type, key, attributes, traceParent, EventJson.write(type, event))
                .onFailure(failure -> ChatMetrics.verdictsLost(registry).increment());
    }

    static Decision decisionOf(Action action) {
        return switch (action) {
            case ALLOW -> Decision.ALLOW;
            case FLAG -> Decision.FLAG;
            case ESCALATE -> Decision.ESCALATE;
            case REDACT -> Decision.REDACT;
            case BLOCK -> Decision.BLOCK;
        };
    }
}
