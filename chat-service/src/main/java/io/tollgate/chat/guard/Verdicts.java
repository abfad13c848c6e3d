package io.tollgate.chat.guard;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.chat.topic.EventBus;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.contracts.event.VerdictReached.Stage;
import io.tollgate.moderation.engine.stream.Action;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Publishes what the guard decided, and, where a policy has it stored, what was said. */
final class Verdicts {

    private static final String SOURCE = "/tollgate/chat-service";

    private final EventBus events;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final String engine;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    /** @param engine version of the engine and its term lists */
    Verdicts(EventBus events, InstantSource clock, MeterRegistry registry, String engine) {
        this.events = events;
        this.clock = clock;
        this.registry = registry;
        this.engine = engine;
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

    void transcript(
            Caller caller,
            AskedOf asked,
            @Nullable UUID verdictId,
            boolean degraded,
            List<TranscriptRecorded.Turn> turns) {
        TranscriptRecorded transcript = new TranscriptRecorded(
                asked.requestId(),
                caller.organization(),
                caller.project(),
                asked.endUser(),
                asked.model(),
                clock.instant(),
                verdictId,
                degraded,
                turns);
        send(
                EventType.TRANSCRIPT_RECORDED,
                caller,
                asked.requestId(),
                asked.requestId().toString(),
                transcript,
                asked.traceParent());
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

    private static Decision decisionOf(Action action) {
        return switch (action) {
            case ALLOW -> Decision.ALLOW;
            case FLAG -> Decision.FLAG;
            case ESCALATE -> Decision.ESCALATE;
            case REDACT -> Decision.REDACT;
            case BLOCK -> Decision.BLOCK;
        };
    }
}
