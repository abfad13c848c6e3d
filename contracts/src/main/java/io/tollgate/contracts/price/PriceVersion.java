package io.tollgate.contracts.price;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of the price book: what one meter costs from an instant on. Rows are appended, never changed or closed; a later
 * row supersedes an earlier one from its own {@code effectiveFrom}.
 *
 * @param id identifies the row on ledger lines
 * @param meter what is priced
 * @param serviceTier the provider's tier, {@code default} where it has none
 * @param contextFrom the row applies to calls that read at least this many tokens, 0 for all
 * @param unitPricePico pico-dollars for {@code perQuantity} units; null withdraws the price, so that usage is unrated
 * @param perQuantity how many units the price is for, 1 for token prices
 * @param effectiveFrom first instant at which the row applies
 * @param recordedAt when the row was entered; of two rows for one instant the later entered wins
 * @param source where the figure comes from
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PriceVersion(
        String id,
        Meter meter,
        String serviceTier,
        long contextFrom,
        @Nullable Long unitPricePico,
        int perQuantity,
        Instant effectiveFrom,
        Instant recordedAt,
        String source) {

    public static final String DEFAULT_TIER = "default";

    public PriceVersion {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(meter, "meter");
        Objects.requireNonNull(serviceTier, "service_tier");
        Objects.requireNonNull(effectiveFrom, "effective_from");
        Objects.requireNonNull(recordedAt, "recorded_at");
        Objects.requireNonNull(source, "source");
        if (contextFrom < 0) {
            throw new IllegalArgumentException("context_from of price " + id + " must not be negative: " + contextFrom);
        }
        if (unitPricePico != null && unitPricePico < 0) {
            throw new IllegalArgumentException("unit_price_pico of price " + id + " is negative: " + unitPricePico);
        }
        if (perQuantity < 1) {
            throw new IllegalArgumentException("per_quantity of price " + id + " must be 1 or more: " + perQuantity);
        }
    }

    /**
     * What this many units cost by this row: {@code count × unit_price ÷ per_quantity}, rounded up to a whole pico-dollar.
     *
     * @throws ArithmeticException if the amount exceeds {@link Money}'s range
     * @throws IllegalStateException if the price is withdrawn
     */
    public Money amount(long count) {
        Long unitPrice = unitPricePico;
        if (unitPrice == null) {
            throw new IllegalStateException("price " + id + " is withdrawn");
        }
        if (perQuantity == 1) {
            return Money.ofPico(Math.multiplyExact(count, unitPrice));
        }
        BigInteger[] quotient = BigInteger.valueOf(count)
                .multiply(BigInteger.valueOf(unitPrice))
                .divideAndRemainder(BigInteger.valueOf(perQuantity));
        BigInteger roundedUp = quotient[1].signum() == 0 ? quotient[0] : quotient[0].add(BigInteger.ONE);
        return Money.ofPico(roundedUp.longValueExact());
    }
}
