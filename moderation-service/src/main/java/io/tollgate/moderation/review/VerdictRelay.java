package io.tollgate.moderation.review;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.verdict.VerdictPublisher;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/**
 * Brings verdicts from the database to Kafka, in their order, one instance at a time. What was sent and not deleted any more is
 * sent again with the same id.
 */
@ApplicationScoped
class VerdictRelay {

    private static final int PAGE = 100;
    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(8390048733212884993) AS locked";
    private static final String OLDEST = "SELECT id, verdict FROM verdict_outbox ORDER BY id LIMIT " + PAGE;
    private static final String DELETE = "DELETE FROM verdict_outbox WHERE id = $1";

    private final Pool pool;
    private final VerdictPublisher publisher;

    VerdictRelay(Pool pool, VerdictPublisher publisher) {
        this.pool = pool;
        this.publisher = publisher;
    }

    /** Fails if Kafka or the database does not answer; what is left is published the next time. */
    Uni<Void> publish() {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(connection -> connection
                        .query(LOCK)
                        .execute()
                        .chain(rows -> rows.iterator().next().getBoolean("locked")
                                ? page(connection)
                                : Uni.createFrom().item(0))))
                .repeat()
                .until(sent -> sent < PAGE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> page(SqlConnection connection) {
        return connection
                .query(OLDEST)
                .execute()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> send(connection, row))
                        .collect()
                        .last()
                        .replaceWith(rows.size()));
    }

    private Uni<Void> send(SqlConnection connection, Row row) {
        return publisher
                .publish(read(row.getString("verdict")))
                .chain(() -> connection.preparedQuery(DELETE).execute(Tuple.of(row.getLong("id"))))
                .replaceWithVoid();
    }

    private static VerdictReached read(String verdict) {
        try {
            return EventJson.read(EventType.VERDICT_REACHED, verdict.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedEventException impossible) {
            throw new IllegalStateException("a verdict that was written cannot be read", impossible);
        }
    }
}
