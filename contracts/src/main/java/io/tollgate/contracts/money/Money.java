package io.tollgate.contracts.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * An exact, non-negative amount of US dollars in integer pico-dollars (1e-12 USD).
 *
 * <p>Pico is the coarsest unit in which every current token price is an integer. The largest amount is
 * {@link Long#MAX_VALUE} pico-dollars, about 9.22 million dollars: enough for a line or a budget; totals over many lines
 * are {@link BigDecimal} sums. Every operation that would overflow or lose a fraction throws {@link ArithmeticException}.
 *
 * @param pico the amount in pico-dollars, 0 or more
 */
public record Money(@JsonValue long pico) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    private static final int PICO_SCALE = 12;
    private static final long PICO_PER_NANO = 1_000;

    public Money {
        if (pico < 0) {
            throw new IllegalArgumentException("money must not be negative: " + pico + " pico-dollars");
        }
    }

    @JsonCreator
    public static Money ofPico(long pico) {
        return pico == 0 ? ZERO : new Money(pico);
    }

    /**
     * @param usd an amount in dollars with at most 12 decimals
     * @throws ArithmeticException if the amount is not a whole number of pico-dollars or is too large
     */
    public static Money ofUsd(BigDecimal usd) {
        return ofPico(usd.movePointRight(PICO_SCALE).longValueExact());
    }

    /** The same amount as a decimal number of dollars, without loss. */
    public BigDecimal toUsd() {
        return BigDecimal.valueOf(pico, PICO_SCALE);
    }

    /** Nano-dollars rounded up: what Redis counts in, so that a rounded reservation never holds less than the cost. */
    public long toNanoRoundedUp() {
        return pico / PICO_PER_NANO + (pico % PICO_PER_NANO == 0 ? 0 : 1);
    }

    /** Nano-dollars rounded down: for limits, so that a rounded limit never allows more than was set. */
    public long toNanoRoundedDown() {
        return pico / PICO_PER_NANO;
    }

    public Money plus(Money other) {
        return ofPico(Math.addExact(pico, other.pico));
    }

    /** @throws IllegalArgumentException if {@code other} is more than this amount */
    public Money minus(Money other) {
        return ofPico(Math.subtractExact(pico, other.pico));
    }

    public boolean isZero() {
        return pico == 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(pico, other.pico);
    }

    @Override
    public String toString() {
        return toUsd().stripTrailingZeros().toPlainString() + " USD";
    }
}
