package io.tollgate.billing.invoice;

import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;

/**
 * One line: what one key used of one meter of one model on one day, a credit, or the rounding.
 *
 * @param item the meter; of a credit its id
 * @param listPico at list prices
 * @param chargePico what is charged; credits are below zero
 */
public record InvoiceLine(
        Kind kind,
        LocalDate serviceDay,
        String project,
        String key,
        String provider,
        String model,
        String operation,
        String serviceTier,
        String item,
        BigDecimal quantity,
        BigDecimal listPico,
        BigDecimal chargePico) {

    /** What a line is. */
    public enum Kind {
        USAGE,
        /** What a month that is closed gained or lost since. */
        CORRECTION,
        CREDIT,
        /** What it takes to make the total whole cents. */
        ROUNDING;

        public String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static InvoiceLine of(Row row) {
        return new InvoiceLine(
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getLocalDate("service_day"),
                row.getString("project"),
                row.getString("key"),
                row.getString("provider"),
                row.getString("model"),
                row.getString("operation"),
                row.getString("service_tier"),
                row.getString("item"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("list_pico"),
                row.getBigDecimal("charge_pico"));
    }

    /** A line that is not usage. */
    static InvoiceLine other(Kind kind, LocalDate day, String item, BigDecimal chargePico) {
        return new InvoiceLine(kind, day, "", "", "", "", "", "", item, BigDecimal.ONE, BigDecimal.ZERO, chargePico);
    }
}
