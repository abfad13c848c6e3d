package io.tollgate.moderation.review;

import com.fasterxml.uuid.Generators;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.moderation.content.ContentKeys;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.database.DatabaseFailure;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.policy.Policies;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.tollgate.moderation.transcript.StoredTranscript;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Examines the completed chats that wait for it, one after the other, for as long as there are some. */
@ApplicationScoped
class ReviewWorker {

    private static final Logger LOG = Logger.getLogger(ReviewWorker.class);
    private static final int DOUBLINGS_MAX = 20;

    private final Conclusions conclusions;
    private final Reexamination reexamination;
    private final ContentKeys keys;
    private final Policies policies;
    private final Database database;
    private final VerdictRelay relay;
    private final ReviewConfig config;
    private final ModerationMetrics metrics;
    private final Vertx vertx;
    private volatile boolean stopped;

    ReviewWorker(
            Conclusions conclusions,
            ModerationEngine engine,
            SecondOpinion judge,
            ContentKeys keys,
            Policies policies,
            Database database,
            VerdictRelay relay,
            ReviewConfig config,
            ModerationMetrics metrics,
            Vertx vertx) {
        this.conclusions = conclusions;
        this.reexamination = new Reexamination(
                new Examination(engine), judge, Generators.timeBasedEpochGenerator(), engine.version());
        this.keys = keys;
        this.policies = policies;
        this.database = database;
        this.relay = relay;
        this.config = config;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        later();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void later() {
        if (!stopped) {
            vertx.setTimer(config.interval().toMillis(), tick -> run());
        }
    }

    private void run() {
        if (!database.isPrepared()) {
            later();
            return;
        }
        examineDue().chain(relay::publish).subscribe().with(done -> later(), failure -> {
            LOG.warnf("Completed chats cannot be examined now: cause=%s", DatabaseFailure.describe(failure));
            later();
        });
    }

    private Uni<Void> examineDue() {
        return Uni.createFrom()
                .deferred(() -> conclusions.take(config.batch(), config.examinationLease()))
                .call(taken -> Multi.createFrom()
                        .iterable(taken)
                        .onItem()
                        .transformToUniAndConcatenate(this::examine)
                        .collect()
                        .last())
                .repeat()
                .until(taken -> stopped || taken.size() < config.batch())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> examine(StoredTranscript transcript) {
        Optional<PolicyPublished> policy = policies.inForce(transcript.organization(), transcript.project());
        boolean unread = policy.isEmpty()
                && transcript.policyVersion() != null
                && !policies.isKnown(transcript.organization(), transcript.project());
        if (unread) {
            return conclusions.postpone(transcript, config.firstPause());
        }
        return keys.opener(transcript.organization(), transcript.sealed().keyId())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(opener -> examine(
                        transcript,
                        opened(transcript, opener),
                        policy.map(PolicyRules::of).orElse(PolicyRules.NONE)))
                .onFailure(UnreadableTranscriptException.class)
                .recoverWithUni(unreadable -> {
                    metrics.reviewed("unreadable");
                    return conclusions.conclude(transcript, List.of());
                })
                .onFailure()
                .recoverWithUni(failure -> {
                    // One that cannot be examined now must not hold up the others; it is due again when its lease is
                    // over.
                    metrics.reviewed("failed");
                    LOG.errorf(
                            "A completed chat could not be examined: request %s: cause=%s",
                            transcript.requestId(), DatabaseFailure.describe(failure));
                    return Uni.createFrom().voidItem();
                });
    }

    private static List<Turn> opened(StoredTranscript transcript, Optional<ContentOpener> opener) {
        try {
            return TranscriptContent.open(
                    opener.orElseThrow(UnreadableTranscriptException::new),
                    transcript.requestId(),
                    transcript.organization(),
                    transcript.project(),
                    transcript.sealed());
        } catch (UnreadableContentException unreadable) {
            LOG.errorf("A transcript cannot be read: request %s: %s", transcript.requestId(), unreadable.getMessage());
            throw new UnreadableTranscriptException();
        }
    }

    private Uni<Void> examine(StoredTranscript transcript, List<Turn> turns, PolicyRules policy) {
        return reexamination
                .examine(transcript, turns, policy)
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(failure -> {
                    metrics.reviewed("judge_away");
                    LOG.warnf(
                            "The judge has no opinion on a completed chat, asking again later: request %s: cause=%s",
                            transcript.requestId(), failure.getClass().getName());
                    return Optional.empty();
                })
                .chain(outcomes -> outcomes.isPresent()
                        ? concluded(transcript, outcomes.get())
                        : conclusions.postpone(transcript, pause(transcript.attempts())));
    }

    private Uni<Void> concluded(StoredTranscript transcript, List<Outcome> outcomes) {
        boolean changed = outcomes.stream().anyMatch(outcome -> outcome.verdict() != null);
        return conclusions
                .conclude(transcript, outcomes)
                .invoke(() -> metrics.reviewed(changed ? "changed" : "unchanged"));
    }

    private Duration pause(int attempts) {
        int doublings = Math.min(Math.max(attempts - 1, 0), DOUBLINGS_MAX);
        Duration pause = config.firstPause().multipliedBy(1L << doublings);
        return pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
    }

    /** Its key was destroyed, or it was changed. */
    private static final class UnreadableTranscriptException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
