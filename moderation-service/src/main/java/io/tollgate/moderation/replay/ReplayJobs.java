package io.tollgate.moderation.replay;

import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.transcript.Transcripts.Window;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Replays as whoever runs them takes them, shows their progress, and ends them. */
@ApplicationScoped
class ReplayJobs {

    private static final String GIVE_UP = """
            UPDATE replay SET status = 'failed', finished_at = $1, failure = 'the process that ran it ended, again and again'
            WHERE status = 'running' AND leased_until <= $1 AND attempts >= $2""";
    private static final String TAKE = """
            UPDATE replay SET status = 'running', leased_until = $1, attempts = attempts + 1, processed = 0 WHERE id =
                (SELECT id FROM replay WHERE status = 'queued' OR (status = 'running' AND leased_until <= $2)
                 ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, organization, project, candidate, window_from, window_to, transcripts_max""";
    private static final String PROGRESS = """
            UPDATE replay SET processed = $2, total = $3, leased_until = $4 WHERE id = $1 AND status = 'running'""";
    private static final String END = """
            UPDATE replay SET status = $2, finished_at = $3, report = $4, failure = $5 WHERE id = $1 AND status = 'running'""";

    private final Pool pool;
    private final ReplayConfig config;
    private final InstantSource clock;

    ReplayJobs(Pool pool, ReplayConfig config, InstantSource clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /** One that is to be run. */
    record Job(UUID id, String candidate, Window window, int transcriptsMax) {

        static Job of(Row row) {
            return new Job(
                    row.getUUID("id"),
                    row.getString("candidate"),
                    new Window(
                            row.getString("organization"),
                            row.getString("project"),
                            row.getOffsetDateTime("window_from").toInstant(),
                            row.getOffsetDateTime("window_to").toInstant()),
                    row.getInteger("transcripts_max"));
        }
    }

    /** The oldest that waits, or whose instance shows no sign of life any more. */
    Uni<Optional<Job>> take() {
        return pool.preparedQuery(GIVE_UP)
                .execute(Tuple.of(now(), config.attemptsMax()))
                .chain(() -> pool.preparedQuery(TAKE).execute(Tuple.of(now().plus(config.lease()), now())))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(Job.of(rows.iterator().next())));
    }

    /** @return whether it is to go on: it may have been cancelled */
    Uni<Boolean> progress(Job job, long processed, long total) {
        return pool.preparedQuery(PROGRESS)
                .execute(Tuple.of(job.id(), processed, total, now().plus(config.lease())))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> completed(Job job, String report) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(job.id(), "completed", now(), report, null))
                .replaceWithVoid();
    }

    Uni<Void> failed(Job job, String failure) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(job.id(), "failed", now(), null, failure))
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
