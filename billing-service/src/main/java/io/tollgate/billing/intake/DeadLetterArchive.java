package io.tollgate.billing.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Dead letters, to be looked at and sent again once their reason is gone. Kept as long as the usage topic keeps its records. */
@ApplicationScoped
class DeadLetterArchive {

    private static final Duration KEPT = Duration.ofDays(30);

    private static final String LIST = """
            SELECT topic || '-' || partition || '@' || position AS source, reason, detail, message_key, kept_at, replayed_at,
                octet_length(payload) AS bytes
            FROM dead_letter
            WHERE ($1::text IS NULL OR reason = $1)
                AND (topic || '-' || partition || '@' || position) > $2
            ORDER BY 1 LIMIT $3""";
    private static final String TAKE = """
            UPDATE dead_letter SET replayed_at = $2
            WHERE (topic || '-' || partition || '@' || position) = ANY($1::text[])
            RETURNING message_key, headers, payload""";
    private static final String EXPIRE = "DELETE FROM dead_letter WHERE kept_at < $1";

    private final Pool pool;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    DeadLetterArchive(Pool pool, Outbox outbox, AuditTrail audit, Clock clock) {
        this.pool = pool;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<List<Letter>> list(Optional<String> reason, String after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addString(reason.orElse(null))
                        .addString(after)
                        .addInteger(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Letter::of)
                        .toList());
    }

    /**
     * Sends records to the usage topic again as they came. Whatever the ledger has by then is a duplicate and changes
     * nothing; what is still wrong becomes a dead letter again.
     *
     * @param sources as the list has them
     * @return how many were found and sent
     */
    Uni<Integer> replay(Actor actor, List<String> sources) {
        return pool.withTransaction(transaction -> take(transaction, sources)
                .call(messages -> outbox.append(transaction, messages))
                .map(List::size)
                .call(sent -> audit.append(
                        transaction,
                        actor,
                        Change.created("dead_letters.replayed", null, sources.getFirst(), new Replay(sources, sent)))));
    }

    /** What the audit trail keeps of a replay. */
    record Replay(List<String> sources, int sent) {}

    @Scheduled(every = "12h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        return pool.preparedQuery(EXPIRE)
                .execute(Tuple.of(OffsetDateTime.now(clock).minus(KEPT)))
                .replaceWithVoid();
    }

    private Uni<List<OutboxMessage>> take(SqlConnection transaction, List<String> sources) {
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.tuple().addValue(sources.toArray(String[]::new)).addValue(OffsetDateTime.now(clock)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DeadLetterArchive::message)
                        .toList());
    }

    private static OutboxMessage message(Row row) {
        Map<String, String> headers = new LinkedHashMap<>();
        new JsonObject(row.getString("headers"))
                .forEach(header -> headers.put(header.getKey(), (String) header.getValue()));
        return new OutboxMessage(
                EventType.USAGE_RECORDED.topic(),
                row.getString("message_key"),
                headers,
                row.getBuffer("payload").getDelegate());
    }

    /** @param source where its record stood: topic-partition@offset; its id here */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(SnakeCaseStrategy.class)
    record Letter(
            String object,
            String source,
            String reason,
            String detail,
            @Nullable String key,
            long bytes,
            long keptAt,
            @Nullable Long replayedAt) {

        static Letter of(Row row) {
            OffsetDateTime replayed = row.getOffsetDateTime("replayed_at");
            return new Letter(
                    "ledger.dead_letter",
                    row.getString("source"),
                    row.getString("reason"),
                    row.getString("detail"),
                    row.getString("message_key"),
                    row.getInteger("bytes"),
                    row.getOffsetDateTime("kept_at").toEpochSecond(),
                    replayed == null ? null : Long.valueOf(replayed.toEpochSecond()));
        }
    }
}
