package io.tollgate.billing.ledger;

import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the rating of one attempt changes.
 *
 * @param chargeBefore pico-dollars, null where it was not known
 * @param chargeAfter pico-dollars, null where it is not known
 */
public record RatingChange(
        UUID attempt,
        String provider,
        String model,
        @Nullable Long costBefore,
        @Nullable Long costAfter,
        @Nullable Long chargeBefore,
        @Nullable Long chargeAfter) {

    static RatingChange of(Correction correction) {
        Rate before = correction.before();
        Rate after = correction.after();
        return new RatingChange(
                correction.event().attemptId(),
                correction.event().provider(),
                correction.event().modelBilled(),
                UsageRows.known(before, before.cost()),
                UsageRows.known(after, after.cost()),
                UsageRows.known(before, before.charge()),
                UsageRows.known(after, after.charge()));
    }

    /** What the organization owes more, below zero if less. */
    public BigInteger chargeDifference() {
        return difference(chargeBefore, chargeAfter);
    }

    /** What the provider is owed more, below zero if less. */
    public BigInteger costDifference() {
        return difference(costBefore, costAfter);
    }

    private static BigInteger difference(@Nullable Long before, @Nullable Long after) {
        return BigInteger.valueOf(after == null ? 0 : after).subtract(BigInteger.valueOf(before == null ? 0 : before));
    }
}
