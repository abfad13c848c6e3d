package io.tollgate.contracts.price;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every price version of one provider's model, and the rating of usage by them.
 *
 * @param versions in any order
 */
public record PriceSheet(List<PriceVersion> versions) {

    /** The row that applies: largest context step reached, then latest in force, then latest entered. */
    private static final Comparator<PriceVersion> PRECEDENCE = Comparator.comparingLong(PriceVersion::contextFrom)
            .thenComparing(PriceVersion::effectiveFrom)
            .thenComparing(PriceVersion::recordedAt)
            .thenComparing(PriceVersion::id);

    /** @throws IllegalArgumentException if two different rows have one id: a ledger line could then not say its price */
    public PriceSheet {
        Map<String, PriceVersion> byId = new LinkedHashMap<>();
        for (PriceVersion version : versions) {
            PriceVersion same = byId.putIfAbsent(version.id(), version);
            if (same != null && !same.equals(version)) {
                throw new IllegalArgumentException("two price versions have the id " + version.id());
            }
        }
        versions = List.copyOf(byId.values());
    }

    /** This sheet as it was known at an instant: without the rows that were entered later. Repeats a rating of the past. */
    public PriceSheet asKnownAt(Instant instant) {
        return new PriceSheet(versions.stream()
                .filter(version -> !version.recordedAt().isAfter(instant))
                .toList());
    }

    /**
     * The version in force, following {@link Meter#pricedLike()} where the sheet has no row for the meter itself.
     *
     * @param serviceTier the tier the provider says it billed
     * @param contextTokens tokens read by the whole call
     * @param at the instant of the call
     * @return empty if no row applies or the row that applies withdraws the price
     */
    public Optional<PriceVersion> priceOf(Meter meter, String serviceTier, long contextTokens, Instant at) {
        Optional<PriceVersion> own = versions.stream()
                .filter(version -> version.meter() == meter
                        && version.serviceTier().equals(serviceTier)
                        && version.contextFrom() <= contextTokens
                        && !version.effectiveFrom().isAfter(at))
                .max(PRECEDENCE);
        if (own.isPresent()) {
            return own.filter(version -> version.unitPricePico() != null);
        }
        return meter.pricedLike().flatMap(parent -> priceOf(parent, serviceTier, contextTokens, at));
    }

    /**
     * Prices every reported meter; where none was reported there is nothing to price, and the caller must have decided what
     * that means. The amount of a line is {@code count × unit_price ÷ per_quantity}, rounded up to a
     * whole pico-dollar, which is exact for every price per single unit.
     *
     * @throws ArithmeticException if a line or the sum exceeds {@link Money}'s range
     */
    public Rating rate(Usage usage, String serviceTier, Instant at) {
        long contextTokens = usage.inputTokens();
        List<Rating.Line> lines = new ArrayList<>();
        Set<Meter> unpriced = EnumSet.noneOf(Meter.class);
        Money total = Money.ZERO;
        for (Map.Entry<Meter, Long> entry : usage.counts().entrySet()) {
            long count = entry.getValue();
            if (count == 0) {
                continue;
            }
            Optional<PriceVersion> price = priceOf(entry.getKey(), serviceTier, contextTokens, at);
            if (price.isEmpty()) {
                unpriced.add(entry.getKey());
                continue;
            }
            Money amount = price.get().amount(count);
            lines.add(new Rating.Line(entry.getKey(), count, price.get().id(), amount));
            total = total.plus(amount);
        }
        return unpriced.isEmpty() ? new Rating.Rated(lines, total) : new Rating.Unrated(unpriced);
    }
}
