package io.tollgate.billing.rerating;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A run that was applied. Times in Unix seconds, amounts in whole pico-dollars as decimal strings. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record Run(
        String object,
        String id,
        long startTime,
        long endTime,
        @Nullable String provider,
        @Nullable String model,
        String reason,
        @Nullable String note,
        String status,
        long examined,
        long changed,
        String costDifferencePico,
        String chargeDifferencePico,
        long createdAt) {

    static Run of(Row row) {
        return new Run(
                "ledger.rerating_run",
                row.getString("id"),
                seconds(row.getOffsetDateTime("from_time")),
                seconds(row.getOffsetDateTime("until_time")),
                row.getString("provider"),
                row.getString("model"),
                row.getString("reason"),
                row.getString("note"),
                row.getString("status"),
                row.getLong("examined"),
                row.getLong("changed"),
                row.getBigDecimal("cost_pico").toPlainString(),
                row.getBigDecimal("charge_pico").toPlainString(),
                seconds(row.getOffsetDateTime("created_at")));
    }

    private static long seconds(OffsetDateTime time) {
        return time.toEpochSecond();
    }
}
