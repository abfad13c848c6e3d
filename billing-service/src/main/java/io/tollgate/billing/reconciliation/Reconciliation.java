package io.tollgate.billing.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider's bill compared with the ledger. Amounts are whole pico-dollars as decimal strings, times Unix seconds.
 *
 * @param untilDay exclusive
 * @param status open, adjusted or dismissed
 * @param transaction of the adjustment
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record Reconciliation(
        String object,
        String id,
        String provider,
        String fromDay,
        String untilDay,
        String billedPico,
        String recordedPico,
        List<Difference> differences,
        String status,
        long createdAt,
        @Nullable Long decidedAt,
        @Nullable String transaction) {

    /** As the audit trail keeps it: the sums, without the days and models they are made of. */
    Reconciliation summary() {
        return new Reconciliation(
                object,
                id,
                provider,
                fromDay,
                untilDay,
                billedPico,
                recordedPico,
                List.of(),
                status,
                createdAt,
                decidedAt,
                transaction);
    }

    static Reconciliation of(Row row) {
        OffsetDateTime decided = row.getOffsetDateTime("decided_at");
        var transaction = row.getUUID("txn_id");
        return new Reconciliation(
                "reconciliation",
                row.getString("id"),
                row.getString("provider"),
                row.getLocalDate("from_day").toString(),
                row.getLocalDate("until_day").toString(),
                row.getBigDecimal("billed_pico").toPlainString(),
                row.getBigDecimal("recorded_pico").toPlainString(),
                row.getJsonArray("differences").stream()
                        .map(JsonObject.class::cast)
                        .map(difference -> new Difference(
                                difference.getString("day"),
                                difference.getString("model"),
                                difference.getString("kind"),
                                difference.getString("billed_pico"),
                                difference.getString("recorded_pico")))
                        .toList(),
                row.getString("status"),
                row.getOffsetDateTime("created_at").toEpochSecond(),
                decided == null ? null : Long.valueOf(decided.toEpochSecond()),
                transaction == null ? null : transaction.toString());
    }
}
