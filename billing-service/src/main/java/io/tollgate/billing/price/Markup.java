package io.tollgate.billing.price;

import io.tollgate.contracts.money.Money;
import java.math.BigInteger;
import java.time.Instant;

/**
 * What an organization pays relative to the list, from an instant on. Rows are appended; of two for one instant the later
 * entered wins.
 *
 * @param basisPoints 10,000 is the list price, 12,000 is 20 % more; 0 to 1,000,000
 */
record Markup(String id, String organization, int basisPoints, Instant effectiveFrom, Instant recordedAt) {

    static final int MOST_BASIS_POINTS = 1_000_000;

    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    Markup {
        if (basisPoints < 0 || basisPoints > MOST_BASIS_POINTS) {
            throw new IllegalArgumentException(
                    "basis_points of markup " + id + " must be from 0 to " + MOST_BASIS_POINTS + ": " + basisPoints);
        }
    }

    /** Rounded up to a whole pico-dollar. */
    Money applyTo(Money listed) {
        BigInteger[] quotient = BigInteger.valueOf(listed.pico())
                .multiply(BigInteger.valueOf(basisPoints))
                .divideAndRemainder(WHOLE);
        BigInteger roundedUp = quotient[1].signum() == 0 ? quotient[0] : quotient[0].add(BigInteger.ONE);
        return Money.ofPico(roundedUp.longValueExact());
    }
}
