package io.tollgate.moderation.transcript;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.TranscriptRecorded.Decided;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.moderation.content.ContentConfig;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The stored transcripts. A second delivery of one changes nothing. */
@ApplicationScoped
public class Transcripts {

    private static final String INSERT = """
            INSERT INTO transcript (request_id, organization, project, api_key, model, completed_at, policy_version, degraded,
                truncated, stored, input_decision, input_verdict, output_decision, output_verdict, key_id, sealed, due_at,
                expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            ON CONFLICT (request_id) DO NOTHING""";
    private static final String OF_REQUEST = "SELECT " + StoredTranscript.COLUMNS
            + " FROM transcript WHERE request_id = $1 AND organization = $2 AND stored AND expires_at > $3";
    private static final String COUNT = """
            SELECT count(*) AS transcripts FROM (SELECT 1 FROM transcript WHERE organization = $1 AND project = $2
                AND completed_at >= $3 AND completed_at < $4 AND stored AND expires_at > $5 LIMIT $6) AS found""";
    private static final String PAGE = "SELECT " + StoredTranscript.COLUMNS + """
             FROM transcript WHERE organization = $1 AND project = $2 AND completed_at < $3
                AND (completed_at, request_id) > ($4, $5) AND stored AND expires_at > $6
            ORDER BY completed_at, request_id LIMIT $7""";
    private static final String EXPIRED = """
            WITH gone AS (DELETE FROM transcript WHERE request_id IN
                (SELECT request_id FROM transcript WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                RETURNING examined_at)
            SELECT count(*) AS dropped, count(*) FILTER (WHERE examined_at IS NULL) AS unexamined FROM gone""";

    private final Pool pool;
    private final ContentConfig config;
    private final InstantSource clock;
    private final ModerationMetrics metrics;

    Transcripts(Pool pool, ContentConfig config, InstantSource clock, ModerationMetrics metrics) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** How much of a window there is, at most a bound. */
    public record Window(String organization, String project, Instant from, Instant to) {}

    /** Where a page starts: after this transcript. */
    public record Position(Instant completedAt, UUID requestId) {

        /** Before every transcript of a window. */
        public static Position before(Window window) {
            return new Position(window.from(), new UUID(0, 0));
        }
    }

    /** What a sweep has dropped, and how much of it had never been examined. */
    record Dropped(long transcripts, long unexamined) {}

    Uni<Void> store(List<TranscriptRecorded> transcripts) {
        List<Tuple> rows =
                transcripts.stream().map(this::row).flatMap(Optional::stream).toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.withTransaction(
                        connection -> connection.preparedQuery(INSERT).executeBatch(rows))
                .invoke(stored -> {
                    for (RowSet<?> result = stored; result != null; result = result.next()) {
                        metrics.transcript(result.rowCount() == 1 ? "stored" : "known");
                    }
                })
                .replaceWithVoid();
    }

    /** Empty for one whose time was over before it came. */
    private Optional<Tuple> row(TranscriptRecorded transcript) {
        Instant now = clock.instant();
        Integer days = transcript.retentionDays();
        Duration kept =
                days == null ? config.rescanWindow() : Duration.ofDays(Math.min(days, config.retentionDaysMax()));
        Instant expires = transcript.completedAt().plus(kept);
        if (!expires.isAfter(now)) {
            metrics.transcript("expired");
            return Optional.empty();
        }
        SealedContent sealed = Objects.requireNonNull(transcript.sealed(), "sealed");
        Decided input = decided(transcript, Stage.INPUT);
        Decided output = decided(transcript, Stage.OUTPUT);
        return Optional.of(Tuple.from(new @Nullable Object[] {
            transcript.requestId(),
            transcript.organization(),
            transcript.project(),
            transcript.key(),
            transcript.model(),
            at(transcript.completedAt()),
            transcript.policyVersion(),
            transcript.degraded(),
            Boolean.TRUE.equals(transcript.truncated()),
            days != null,
            input == null ? null : input.decision().name(),
            input == null ? null : input.verdictId(),
            output == null ? null : output.decision().name(),
            output == null ? null : output.verdictId(),
            sealed.keyId(),
            sealed.data(),
            at(now),
            at(expires)
        }));
    }

    private static @Nullable Decided decided(TranscriptRecorded transcript, Stage stage) {
        List<Decided> decisions = transcript.decisions();
        return decisions == null
                ? null
                : decisions.stream()
                        .filter(decided -> decided.stage() == stage)
                        .findFirst()
                        .orElse(null);
    }

    /** Only what its policy has stored, and only as long. */
    public Uni<Optional<StoredTranscript>> find(String organization, UUID requestId) {
        return pool.preparedQuery(OF_REQUEST)
                .execute(Tuple.of(requestId, organization, at(clock.instant())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(StoredTranscript::of)
                        .findFirst());
    }

    /** @param atMost where counting ends */
    public Uni<Long> count(Window window, int atMost) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.from(List.of(
                        window.organization(),
                        window.project(),
                        at(window.from()),
                        at(window.to()),
                        at(clock.instant()),
                        atMost)))
                .map(rows -> rows.iterator().next().getLong("transcripts"));
    }

    /** In the order of their completion. */
    public Uni<List<StoredTranscript>> page(Window window, Position after, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.from(List.of(
                        window.organization(),
                        window.project(),
                        at(window.to()),
                        at(after.completedAt()),
                        after.requestId(),
                        at(clock.instant()),
                        limit)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(StoredTranscript::of)
                        .toList());
    }

    /** Drops a batch of what may be kept no longer. */
    Uni<Dropped> dropExpired(int batch) {
        return pool.preparedQuery(EXPIRED)
                .execute(Tuple.of(at(clock.instant()), batch))
                .map(rows -> rows.iterator().next())
                .map(row -> new Dropped(row.getLong("dropped"), row.getLong("unexamined")));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
