package io.tollgate.billing.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Appends what a transaction has to say, within that transaction: it is said if and only if the transaction commits.
 * Insert a state only while holding the lock of the row it describes, so that the rows of one key are in order.
 */
@ApplicationScoped
public class Outbox {

    private static final String APPEND = """
            INSERT INTO outbox (topic, message_key, headers, payload, created_at)
            SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bytea[]), LATERAL (SELECT $5::timestamptz) AS at
            """;

    private final Clock clock;

    Outbox(Clock clock) {
        this.clock = clock;
    }

    /** Within a transaction of the SQL client; the messages get ascending positions in the list's order. */
    public Uni<Void> append(SqlClient transaction, List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addValue(messages.stream().map(OutboxMessage::topic).toArray(String[]::new))
                .addValue(messages.stream().map(OutboxMessage::key).toArray(String[]::new))
                .addValue(messages.stream().map(OutboxMessage::headersAsJson).toArray(String[]::new))
                .addValue(messages.stream().map(OutboxMessage::payload).toArray(Buffer[]::new))
                .addValue(OffsetDateTime.now(clock));
        return transaction.preparedQuery(APPEND).execute(columns).replaceWithVoid();
    }

    /** Within a transaction of Hibernate Reactive. */
    public Uni<Void> append(Mutiny.Session transaction, OutboxMessage message) {
        return transaction.persist(new OutboxEntity(message, OffsetDateTime.now(clock)));
    }
}
