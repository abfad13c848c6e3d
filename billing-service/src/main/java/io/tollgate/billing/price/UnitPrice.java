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
    private static final int MOST_DIGITS = 7;
    private static final int MOST_DECIMALS = 1_000;

    /**
     * Of a decimal number of dollars for one unit, as files state them. What binary floating point left behind the
     * thousandth of a pico-dollar is rounded away; a price that is finer than a pico-dollar is kept per thousand units.
     *
     * @throws ArithmeticException if the price exceeds the range of the book
     */
    static UnitPrice ofUsd(BigDecimal usd) {
        // A huge exponent must not be written out: the number alone would not fit into memory.
        if ((long) usd.precision() - usd.scale() > MOST_DIGITS) {
            throw new ArithmeticException("more than " + MOST_DIGITS + " digits before the point");
        }
        if (usd.scale() > MOST_DECIMALS) {
            throw new ArithmeticException("more than " + MOST_DECIMALS + " digits after the point");
        }
        BigDecimal milliPico = usd.movePointRight(PICO_SCALE + THOUSAND_SCALE).setScale(0, RoundingMode.HALF_EVEN);
        long perThousand = milliPico.longValueExact();
        return perThousand % THOUSAND == 0
                ? new UnitPrice(perThousand / THOUSAND, 1)
                : new UnitPrice(perThousand, THOUSAND);
    }
}
