package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The attempts that wait for a price. Those whose usage itself is unknown are not here: no price could rate them. */
@ApplicationScoped
class UnratedQueue {

    private static final String ENQUEUE = """
            INSERT INTO unrated_queue (attempt_id, organization, provider, model, queued_at)
            SELECT *, $5::timestamptz FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[])""";
    private static final String REMOVE = "DELETE FROM unrated_queue WHERE attempt_id = ANY($1::uuid[])";

    private final Clock clock;

    UnratedQueue(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> enqueue(SqlConnection transaction, List<RatedUsage> usages) {
        List<RatedUsage> waiting =
                usages.stream().filter(usage -> usage.rate().awaitsPrice()).toList();
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = new Columns<>(waiting)
                .uuids(usage -> usage.event().attemptId())
                .texts(usage -> usage.event().organization())
                .texts(usage -> Label.key(usage.event().provider()))
                .texts(usage -> Label.key(usage.event().modelBilled()))
                .all(clock.instant().atOffset(ZoneOffset.UTC))
                .toTuple();
        return transaction.preparedQuery(ENQUEUE).execute(columns).replaceWithVoid();
    }

    Uni<Void> remove(SqlConnection transaction, List<UUID> attempts) {
        return attempts.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(REMOVE)
                        .execute(Tuple.tuple().addValue(attempts.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }
}
