package io.tollgate.moderation.review;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.transcript.StoredTranscript;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Takes transcripts that wait to be examined, and keeps what became of them: verdicts and review items in one transaction. */
@ApplicationScoped
class Conclusions {

    /** What is taken is due again when the lease is over: an instance that dies leaves it to the others. */
    private static final String TAKE = """
            UPDATE transcript SET due_at = $1, attempts = attempts + 1 WHERE request_id IN
                (SELECT request_id FROM transcript WHERE examined_at IS NULL AND due_at <= $2 AND expires_at > $2
                 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING\s""" + StoredTranscript.COLUMNS;

    private static final String POSTPONE =
            "UPDATE transcript SET due_at = $2 WHERE request_id = $1 AND examined_at IS NULL";
    private static final String EXAMINED =
            "UPDATE transcript SET examined_at = $2 WHERE request_id = $1 AND examined_at IS NULL";
    private static final String DROP =
            "DELETE FROM transcript WHERE request_id = $1 AND examined_at IS NULL AND NOT stored";
    private static final String VERDICT = "INSERT INTO verdict_outbox (verdict) VALUES ($1)";
    private static final String ITEM = """
            INSERT INTO review_item (id, organization, project, request_id, stage, decision, decision_then, categories, model,
                completed_at, policy_version, verdict_id, created_at, status)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open')
            ON CONFLICT (request_id, stage) DO NOTHING""";

    private final Pool pool;
    private final InstantSource clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    Conclusions(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<List<StoredTranscript>> take(int limit, Duration lease) {
        Instant now = clock.instant();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(at(now.plus(lease)), at(now), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(StoredTranscript::of)
                        .toList());
    }

    Uni<Void> postpone(StoredTranscript transcript, Duration pause) {
        return pool.preparedQuery(POSTPONE)
                .execute(Tuple.of(transcript.requestId(), at(clock.instant().plus(pause))))
                .replaceWithVoid();
    }

    /** Concluded by somebody else meanwhile, it changes nothing. Content that its policy does not have stored is dropped. */
    Uni<Void> conclude(StoredTranscript transcript, List<Outcome> outcomes) {
        return pool.withTransaction(connection -> (transcript.stored()
                        ? connection
                                .preparedQuery(EXAMINED)
                                .execute(Tuple.of(transcript.requestId(), at(clock.instant())))
                        : connection.preparedQuery(DROP).execute(Tuple.of(transcript.requestId())))
                .chain(done -> done.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(outcomes)
                                .onItem()
                                .transformToUniAndConcatenate(outcome -> keep(connection, transcript, outcome))
                                .collect()
                                .last()
                                .replaceWithVoid()));
    }

    private Uni<Void> keep(SqlConnection connection, StoredTranscript transcript, Outcome outcome) {
        VerdictReached verdict = outcome.verdict();
        Uni<Void> published = verdict == null
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(VERDICT)
                        .execute(Tuple.of(new String(
                                EventJson.write(EventType.VERDICT_REACHED, verdict), StandardCharsets.UTF_8)))
                        .replaceWithVoid();
        UUID grounds = verdict == null ? outcome.earlier().verdict() : verdict.verdictId();
        if (!outcome.isForReview() || grounds == null) {
            return published;
        }
        return published.chain(() -> connection
                .preparedQuery(ITEM)
                .execute(Tuple.from(new @Nullable Object[] {
                    ids.generate(),
                    transcript.organization(),
                    transcript.project(),
                    transcript.requestId(),
                    name(outcome.stage()),
                    name(outcome.decision()),
                    name(outcome.earlier().decision()),
                    String.join(" ", outcome.examined().subjects()),
                    transcript.model(),
                    at(transcript.completedAt()),
                    transcript.policyVersion(),
                    Objects.requireNonNull(grounds),
                    at(clock.instant())
                }))
                .replaceWithVoid());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
