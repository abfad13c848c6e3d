package io.tollgate.billing.ledger;

import io.tollgate.billing.price.PriceBook;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.Rating;
import io.tollgate.contracts.usage.Meter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A usage event with what it costs.
 *
 * @param cost zero unless rated
 * @param lines empty unless rated
 * @param unpriced the meters without a price; empty unless unrated, and then too if the usage itself is not known
 */
record RatedUsage(UsageArrival arrival, RatingStatus status, Money cost, List<Rating.Line> lines, Set<Meter> unpriced) {

    /** Whether the cost is known. */
    enum RatingStatus {
        RATED,
        /** Unknown, which is not zero: a price, or the usage itself, is missing. */
        UNRATED,
        /** Nothing was consumed. */
        NONE;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    RatedUsage {
        lines = List.copyOf(lines);
        unpriced = Set.copyOf(unpriced);
    }

    /**
     * Rates by the prices in force when the attempt started.
     *
     * @throws ArithmeticException if the cost exceeds {@link Money}'s range
     */
    static RatedUsage rate(UsageArrival arrival, PriceBook prices) {
        UsageRecorded event = arrival.event();
        if (!event.usage().isReported()) {
            boolean nothingConsumed = event.status() == Status.BLOCKED
                    || (event.usageSource() == UsageSource.NONE && event.status() != Status.OK);
            RatingStatus status = nothingConsumed ? RatingStatus.NONE : RatingStatus.UNRATED;
            return new RatedUsage(arrival, status, Money.ZERO, List.of(), Set.of());
        }
        Optional<PriceSheet> sheet = prices.sheet(event.provider(), event.modelBilled());
        Rating rating =
                sheet.orElse(new PriceSheet(List.of())).rate(event.usage(), event.serviceTier(), event.startedAt());
        return switch (rating) {
            case Rating.Rated rated ->
                new RatedUsage(arrival, RatingStatus.RATED, rated.total(), rated.lines(), Set.of());
            case Rating.Unrated unrated ->
                new RatedUsage(arrival, RatingStatus.UNRATED, Money.ZERO, List.of(), unrated.unpriced());
        };
    }

    UsageRecorded event() {
        return arrival.event();
    }
}
