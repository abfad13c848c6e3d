package io.tollgate.billing.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.outbox.CurrentState;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.AccessPublished;
import io.tollgate.contracts.event.EventType;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** API keys as the compacted access topic shows them: hashes and what they belong to. */
@ApplicationScoped
class PublishedKeys implements CurrentState {

    private static final String ALL = """
            SELECT id, organization, project, sha256, status, version FROM api_key ORDER BY id FOR UPDATE""";

    private final Clock clock;

    PublishedKeys(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Uni<List<OutboxMessage>> lockAndDescribe(SqlConnection transaction) {
        Instant now = clock.instant();
        return transaction
                .query(ALL)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> message(event(row), now))
                        .toList());
    }

    static OutboxMessage message(AccessPublished key, Instant now) {
        return OutboxMessage.of(
                EventType.ACCESS_PUBLISHED,
                key.keyId(),
                key.keyId() + ":" + key.version(),
                "organization/" + key.organization() + "/project/" + key.project() + "/key/" + key.keyId(),
                now,
                key,
                null);
    }

    private static AccessPublished event(Row row) {
        return new AccessPublished(
                row.getLong("version"),
                row.getString("id"),
                row.getString("sha256"),
                KeyStatus.ofStored(row.getString("status")).published(),
                row.getString("organization"),
                row.getString("project"),
                List.of(),
                null,
                List.of(),
                List.of());
    }
}
