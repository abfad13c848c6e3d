package io.tollgate.billing.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A payment in advance or a grant. Amounts are whole pico-dollars as decimal strings, times Unix seconds.
 *
 * @param kind prepaid, or grant
 * @param remainingPico what invoices have not used and expiry has not taken back
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record Credit(
        String object,
        String id,
        String organization,
        String kind,
        String amountPico,
        String remainingPico,
        String note,
        @Nullable Long expiresAt,
        long createdAt) {

    static Credit of(Row row) {
        OffsetDateTime expires = row.getOffsetDateTime("expires_at");
        return new Credit(
                "organization.credit",
                row.getString("id"),
                row.getString("organization"),
                row.getString("kind"),
                row.getLong("amount_pico").toString(),
                remaining(row).toPlainString(),
                row.getString("note"),
                expires == null ? null : Long.valueOf(expires.toEpochSecond()),
                row.getOffsetDateTime("created_at").toEpochSecond());
    }

    static BigDecimal remaining(Row row) {
        return BigDecimal.valueOf(row.getLong("amount_pico")).subtract(row.getBigDecimal("used_pico"));
    }
}
