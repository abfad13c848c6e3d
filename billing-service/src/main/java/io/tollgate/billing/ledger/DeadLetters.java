package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Keeps dead letters beside the topic they are published to, by where their record stood: redelivery keeps one copy, and
 * they can be listed and replayed.
 */
@ApplicationScoped
class DeadLetters {

    private static final String KEEP = """
            INSERT INTO dead_letter (topic, partition, position, reason, detail, message_key, headers, payload, kept_at)
            SELECT *, $9::timestamptz FROM UNNEST($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::text[],
                $6::text[], $7::text[], $8::bytea[])
            ON CONFLICT DO NOTHING""";

    private final Clock clock;

    DeadLetters(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> keep(SqlConnection transaction, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = new Columns<>(letters)
                .texts(letter -> letter.source().topic())
                .integers(letter -> letter.source().partition())
                .longs(letter -> letter.source().offset())
                .texts(letter -> letter.reason().code())
                .texts(DeadLetter::storedDetail)
                .texts(letter -> Label.stored(letter.source().key()))
                .texts(DeadLetter::headersAsJson)
                .buffers(letter -> letter.source().payload())
                .all(clock.instant().atOffset(ZoneOffset.UTC))
                .toTuple();
        return transaction.preparedQuery(KEEP).execute(columns).replaceWithVoid();
    }
}
