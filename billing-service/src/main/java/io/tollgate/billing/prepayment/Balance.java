package io.tollgate.billing.prepayment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;

/**
 * What an organization has left of its credits. Amounts are whole pico-dollars as decimal strings.
 *
 * @param prepaid whether calls are refused once nothing is available
 * @param creditPico what invoices have not used of its credits and expiry has not taken back
 * @param unbilledPico what it was charged and no invoice has billed; below zero if it got something back
 * @param availablePico the credits without what is unbilled; below zero if more was used than was credited
 */
@JsonNaming(SnakeCaseStrategy.class)
record Balance(
        String object,
        String organizationId,
        boolean prepaid,
        String creditPico,
        String unbilledPico,
        String availablePico) {

    static Balance of(String organization, Row row) {
        BigDecimal credit = row.getBigDecimal("credit_pico");
        BigDecimal unbilled = row.getBigDecimal("unbilled_pico");
        return new Balance(
                "organization.balance",
                organization,
                row.getBoolean("prepaid"),
                credit.toPlainString(),
                unbilled.toPlainString(),
                credit.subtract(unbilled).toPlainString());
    }
}
