package io.tollgate.moderation.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.moderation.content.ContentKeys;
import io.tollgate.moderation.database.Database;
import io.tollgate.moderation.database.DatabaseFailure;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.policy.Policies;
import io.tollgate.moderation.replay.ReplayJobs.Job;
import io.tollgate.moderation.review.Examination;
import io.tollgate.moderation.review.PolicyRules;
import io.tollgate.moderation.transcript.StoredTranscript;
import io.tollgate.moderation.transcript.Transcripts;
import io.tollgate.moderation.transcript.Transcripts.Position;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs replays, one at a time in each instance, page by page. One that was interrupted is begun again: it comes to the same. */
@ApplicationScoped
class ReplayWorker {

    private static final Logger LOG = Logger.getLogger(ReplayWorker.class);

    private final ReplayJobs jobs;
    private final Transcripts transcripts;
    private final ContentKeys keys;
    private final Policies policies;
    private final Examination examination;
    private final Database database;
    private final ReplayConfig config;
    private final ObjectMapper json;
    private final Vertx vertx;
    private volatile boolean stopped;

    ReplayWorker(
            ReplayJobs jobs,
            Transcripts transcripts,
            ContentKeys keys,
            Policies policies,
            ModerationEngine engine,
            Database database,
            ReplayConfig config,
            ObjectMapper json,
            Vertx vertx) {
        this.jobs = jobs;
        this.transcripts = transcripts;
        this.keys = keys;
        this.policies = policies;
        this.examination = new Examination(engine);
        this.database = database;
        this.config = config;
        this.json = json;
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
            vertx.setTimer(config.interval().toMillis(), tick -> next());
        }
    }

    private void next() {
        if (!database.isPrepared()) {
            later();
            return;
        }
        jobs.take()
                .chain(job ->
                        job.map(this::run).orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(done -> later(), failure -> {
                    LOG.warnf("Replays cannot be run now: cause=%s", DatabaseFailure.describe(failure));
                    later();
                });
    }

    /** A replay that is under way. */
    private static final class Run {
        private final Job job;
        private final PolicyRules inForce;
        private final PolicyRules candidate;
        private final long total;
        private final ReplayTally tally = new ReplayTally();
        private Position position;

        Run(Job job, PolicyRules inForce, PolicyRules candidate, long total) {
            this.job = job;
            this.inForce = inForce;
            this.candidate = candidate;
            this.total = total;
            this.position = Position.before(job.window());
        }

        long left() {
            return Math.min(total, job.transcriptsMax()) - tally.transcripts();
        }
    }

    private Uni<Void> run(Job job) {
        PolicyRules candidate;
        try {
            byte[] policy = job.candidate().getBytes(StandardCharsets.UTF_8);
            candidate = PolicyRules.of(EventJson.read(EventType.POLICY_PUBLISHED, policy));
        } catch (MalformedEventException unreadable) {
            return jobs.failed(job, "its policy cannot be read");
        }
        PolicyRules inForce = policies.inForce(
                        job.window().organization(), job.window().project())
                .map(PolicyRules::of)
                .orElse(PolicyRules.NONE);
        return transcripts
                .count(job.window(), job.transcriptsMax() + 1)
                .map(total -> new Run(job, inForce, candidate, total))
                .chain(this::pages);
    }

    private Uni<Void> pages(Run run) {
        return Uni.createFrom()
                .deferred(() -> page(run))
                .repeat()
                .until(goesOn -> !goesOn)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** @return whether there is another page */
    private Uni<Boolean> page(Run run) {
        int size = (int) Math.min(config.page(), Math.max(run.left(), 0));
        Uni<List<StoredTranscript>> page =
                size == 0 ? Uni.createFrom().item(List.of()) : transcripts.page(run.job.window(), run.position, size);
        return page.chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(transcript -> look(run, transcript))
                        .collect()
                        .last()
                        .replaceWith(found))
                .chain(found -> jobs.progress(
                                run.job, run.tally.transcripts(), Math.min(run.total, run.job.transcriptsMax()))
                        .chain(isWanted -> !isWanted || stopped
                                ? Uni.createFrom().item(false)
                                : found.size() < size || run.left() <= 0
                                        ? end(run)
                                        : Uni.createFrom().item(true)));
    }

    private Uni<Boolean> end(Run run) {
        try {
            String report = json.writeValueAsString(
                    run.tally.report(run.total <= run.job.transcriptsMax(), run.inForce.version()));
            return jobs.completed(run.job, report).replaceWith(false);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a report cannot be written", impossible);
        }
    }

    private Uni<Void> look(Run run, StoredTranscript transcript) {
        return keys.opener(transcript.organization(), transcript.sealed().keyId())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(opener -> {
                    run.position = new Position(transcript.completedAt(), transcript.requestId());
                    add(run, transcript, opener);
                })
                .replaceWithVoid();
    }

    private void add(Run run, StoredTranscript transcript, Optional<ContentOpener> opener) {
        if (opener.isEmpty()) {
            run.tally.unreadable();
            return;
        }
        List<Turn> turns;
        try {
            turns = TranscriptContent.open(
                    opener.get(),
                    transcript.requestId(),
                    transcript.organization(),
                    transcript.project(),
                    transcript.sealed());
        } catch (UnreadableContentException unreadable) {
            run.tally.unreadable();
            return;
        }
        run.tally.read();
        for (Stage stage : Stage.values()) {
            run.tally.add(
                    transcript.requestId(),
                    stage,
                    examination.examine(run.inForce, stage, turns),
                    examination.examine(run.candidate, stage, turns));
        }
    }
}
