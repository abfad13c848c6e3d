package io.tollgate.billing.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one delivery.
 *
 * @param webhookId null for an e-mail
 * @param status pending, delivered or failed
 * @param nextAttemptAt when it is tried again, null if it is not
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record LoggedDelivery(
        String object,
        String id,
        String alertId,
        @Nullable String webhookId,
        String status,
        @Nullable Long nextAttemptAt,
        long createdAt,
        List<Attempt> attempts) {

    static LoggedDelivery of(Row row) {
        String status = row.getString("status");
        return new LoggedDelivery(
                "alert.delivery",
                row.getString("id"),
                row.getUUID("alert").toString(),
                row.getString("webhook"),
                status,
                status.equals("pending")
                        ? row.getOffsetDateTime("next_attempt_at").toEpochSecond()
                        : null,
                row.getOffsetDateTime("created_at").toEpochSecond(),
                row.getJsonArray("attempt_log").stream()
                        .map(attempt -> Attempt.of((JsonObject) attempt))
                        .toList());
    }

    /** @param detail the status of the answer, or why there was none */
    @JsonNaming(SnakeCaseStrategy.class)
    record Attempt(int attempt, long finishedAt, boolean delivered, String detail) {

        static Attempt of(JsonObject attempt) {
            return new Attempt(
                    attempt.getInteger("attempt"),
                    attempt.getLong("finished_at"),
                    attempt.getBoolean("delivered"),
                    attempt.getString("detail"));
        }
    }
}
