package io.tollgate.billing.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts of an organization are posted.
 *
 * @param kinds which alerts; empty for all
 * @param secret what verifies the signatures, in the answer to its creation only
 */
@JsonNaming(SnakeCaseStrategy.class)
record Webhook(
        String object,
        String id,
        String url,
        List<String> kinds,
        long createdAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static Webhook of(Row row) {
        String kinds = row.getString("kinds");
        return new Webhook(
                "webhook",
                row.getString("id"),
                row.getString("url"),
                kinds.isEmpty() ? List.of() : Arrays.asList(kinds.split(",", -1)),
                row.getOffsetDateTime("created_at").toEpochSecond(),
                null);
    }

    Webhook withSecret(String value) {
        return new Webhook(object, id, url, kinds, createdAt, value);
    }

    @Override
    public String toString() {
        return "Webhook[id=" + id + "]";
    }

    /** The answer to a deletion. */
    record Deleted(String object, String id, boolean deleted) {}
}
