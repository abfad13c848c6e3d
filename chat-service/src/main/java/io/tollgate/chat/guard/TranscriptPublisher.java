package io.tollgate.chat.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.telemetry.ChatMetrics;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Seals what was said and publishes it. It is no money: it never makes a caller wait, takes a bounded part of what may wait for Kafka,
 * and is lost where there is no room or no key. Every loss is counted.
 */
final class TranscriptPublisher {

    /** Of the queue that usage events wait in, too: most of it stays theirs. */
    static final int PENDING_MAX = 2_000;
    /** Below what a producer sends in one request. */
    static final int SIZE_MAX = 900_000;

    private static final int SIZE_OF_ALL_ELSE = 1_024;

    private final Function<String, Optional<ContentSealer>> sealers;
    private final Executor workers;
    private final BiFunction<TranscriptRecorded, byte[], Future<Void>> sender;
    private final long pendingBytesMax;
    private final MeterRegistry registry;
    private final AtomicLong pendingBytes = new AtomicLong();
    private final AtomicInteger pending = new AtomicInteger();

    /**
     * @param sealers by organization
     * @param workers where it is sealed, so that no event loop is held up
     * @param sender takes the transcript and its bytes; completes once Kafka has it
     * @param pendingBytesMax how much may wait to be sealed or for Kafka, counted as one byte for each character
     */
    TranscriptPublisher(
            Function<String, Optional<ContentSealer>> sealers,
            Executor workers,
            BiFunction<TranscriptRecorded, byte[], Future<Void>> sender,
            long pendingBytesMax,
            MeterRegistry registry) {
        this.sealers = sealers;
        this.workers = workers;
        this.sender = sender;
        this.pendingBytesMax = pendingBytesMax;
        this.registry = registry;
    }

    /**
     * Never fails.
     *
     * @param transcript without what was said
     */
    void publish(TranscriptRecorded transcript, List<Turn> turns) {
        ContentSealer sealer = sealers.apply(transcript.organization()).orElse(null);
        if (sealer == null) {
            lost("no_key");
            return;
        }
        long size = turns.stream().mapToLong(turn -> turn.text().length()).sum() + SIZE_OF_ALL_ELSE;
        if (pending.get() >= PENDING_MAX || pendingBytes.get() + size > pendingBytesMax) {
            lost("full");
            return;
        }
        pending.incrementAndGet();
        pendingBytes.addAndGet(size);
        Future<Void> sent = Future.future(
                promise -> workers.execute(() -> send(transcript, turns, sealer).onComplete(promise)));
        sent.onComplete(done -> {
            pending.decrementAndGet();
            pendingBytes.addAndGet(-size);
        });
    }

    private Future<Void> send(TranscriptRecorded transcript, List<Turn> turns, ContentSealer sealer) {
        SealedContent sealed = TranscriptContent.seal(
                sealer, transcript.requestId(), transcript.organization(), transcript.project(), turns);
        TranscriptRecorded complete = sealed(transcript, sealed);
        byte[] event = EventJson.write(EventType.TRANSCRIPT_RECORDED, complete);
        if (event.length > SIZE_MAX) {
            lost("too_large");
            return Future.succeededFuture();
        }
        return sender.apply(complete, event)
                .onSuccess(done -> ChatMetrics.transcriptsPublished(registry).increment())
                .onFailure(failure -> lost("kafka"));
    }

    private void lost(String reason) {
        ChatMetrics.transcriptsLost(registry, reason).increment();
    }

    private static TranscriptRecorded sealed(TranscriptRecorded transcript, SealedContent sealed) {
        return new TranscriptRecorded(
                transcript.requestId(),
                transcript.organization(),
                transcript.project(),
                transcript.key(),
                transcript.endUser(),
                transcript.model(),
                transcript.completedAt(),
                transcript.policyVersion(),
                transcript.verdictId(),
                transcript.decisions(),
                transcript.degraded(),
                transcript.retentionDays(),
                transcript.truncated(),
                List.of(),
                sealed);
    }
}
