package io.tollgate.billing.outbox;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/** A message as it lies in the table. */
record OutboxRow(long id, OutboxMessage message, OffsetDateTime createdAt) {

    static OutboxRow of(Row row) {
        return new OutboxRow(
                row.getLong("id"),
                new OutboxMessage(
                        row.getString("topic"),
                        row.getString("message_key"),
                        OutboxMessage.headersOf(row.getString("headers")),
                        row.getBuffer("payload").getDelegate()),
                row.getOffsetDateTime("created_at"));
    }
}
