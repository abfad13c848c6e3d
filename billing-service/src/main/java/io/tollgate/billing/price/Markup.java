package io.tollgate.billing.price;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.money.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an organization pays relative to the list, from an instant on. Rows are appended; of two for one instant the later
 * entered wins.
 *
 * @param basisPoints 10,000 is the list price, 12,000 is 20 % more; 0 to 1,000,000
 */
@JsonNaming(SnakeCaseStrategy.class)
record Markup(String id, String organization, int basisPoints, Instant effectiveFrom, Instant recordedAt) {

    static final int MOST_BASIS_POINTS = 1_000_000;

    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    Markup {
        if (basisPoints < 0 || basisPoints > MOST_BASIS_POINTS) {
            throw new IllegalArgumentException(
                    "basis_points of markup " + id + " must be from 0 to " + MOST_BASIS_POINTS + ": " + basisPoints);
        }
    }

    /** @param markups of one organization, in any order */
    static Optional<Markup> inForce(List<Markup> markups, Instant at) {
        return markups.stream()
                .filter(markup -> !markup.effectiveFrom.isAfter(at))
                .max(Comparator.comparing(Markup::effectiveFrom).thenComparing(Markup::recordedAt));
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
