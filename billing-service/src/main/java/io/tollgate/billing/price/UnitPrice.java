package io.tollgate.billing.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A price as the book stores it.
 *
 * @param pico pico-dollars for {@code perQuantity} units
 */
record UnitPrice(long pico, int perQuantity) {

    private static final int PICO_SCALE = 12;
    private static final int THOUSAND = 1_000;
    private static final int THOUSAND_SCALE = 3;

    /**
     * Of a decimal number of dollars for one unit, as files state them. What binary floating point left behind the
     * thousandth of a pico-dollar is rounded away; a price that is finer than a pico-dollar is kept per thousand units.
     *
     * @throws ArithmeticException if the price exceeds the range of the book
     */
    static UnitPrice ofUsd(BigDecimal usd) {
        BigDecimal milliPico = usd.movePointRight(PICO_SCALE + THOUSAND_SCALE).setScale(0, RoundingMode.HALF_EVEN);
        long perThousand = milliPico.longValueExact();
        return perThousand % THOUSAND == 0
                ? new UnitPrice(perThousand / THOUSAND, 1)
                : new UnitPrice(perThousand, THOUSAND);
    }
}
