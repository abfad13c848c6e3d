package io.tollgate.billing.reconciliation;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a provider bills for a model on a day, in UTC, added up over its line items.
 *
 * @param model as the provider names it
 * @param pico pico-dollars, may have a fraction: providers state decimals of dollars
 */
record BillLine(LocalDate day, String model, BigDecimal pico) {

    private static final int PICO_SCALE = 12;

    static BillLine ofUsd(LocalDate day, String model, BigDecimal usd) {
        return new BillLine(day, model, usd.movePointRight(PICO_SCALE));
    }
}
