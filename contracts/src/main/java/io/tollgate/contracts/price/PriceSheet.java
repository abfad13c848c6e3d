package io.tollgate.contracts.price;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every price version of one provider's model, and the rating of usage by them.
 *
 * @param versions those that hold everywhere, in any order
 * @param regions those of single regions, by region: a region's price of a meter and tier goes before the one that holds
 *     everywhere; where the region has none, or withdraws it, that one applies
 */
public record PriceSheet(List<PriceVersion> versions, Map<String, List<PriceVersion>> regions) {

    /** The row that applies: largest context step reached, then latest in force, then latest entered. */
    private static final Comparator<PriceVersion> PRECEDENCE = Comparator.comparingLong(PriceVersion::contextFrom)
            .thenComparing(PriceVersion::effectiveFrom)
            .thenComparing(PriceVersion::recordedAt)
            .thenComparing(PriceVersion::id);

    /** @throws IllegalArgumentException if two different rows have one id: a ledger line could then not say its price */
    public PriceSheet {
        versions = distinct(versions);
        Map<String, List<PriceVersion>> distinct = new HashMap<>();
        regions.forEach((region, rows) -> distinct.put(region, distinct(rows)));
        regions = Map.copyOf(distinct);
    }

    /** Without prices of single regions. */
    public PriceSheet(List<PriceVersion> versions) {
        this(versions, Map.of());
    }

    private static List<PriceVersion> distinct(List<PriceVersion> versions) {
        Map<String, PriceVersion> byId = new LinkedHashMap<>();
        for (PriceVersion version : versions) {
            PriceVersion same = byId.putIfAbsent(version.id(), version);
            if (same != null && !same.equals(version)) {
                throw new IllegalArgumentException("two price versions have the id " + version.id());
            }
        }
        return List.copyOf(byId.values());
    }

    /** This sheet as it was known at an instant: without the rows that were entered later. Repeats a rating of the past. */
    public PriceSheet asKnownAt(Instant instant) {
        Map<String, List<PriceVersion>> known = new HashMap<>();
        regions.forEach((region, rows) -> known.put(region, knownAt(rows, instant)));
        return new PriceSheet(knownAt(versions, instant), known);
    }

    private static List<PriceVersion> knownAt(List<PriceVersion> rows, Instant instant) {
        return rows.stream()
                .filter(version -> !version.recordedAt().isAfter(instant))
                .toList();
    }

    /** {@link #priceOf(Meter, String, long, Instant, String)} of the prices that hold everywhere. */
    public Optional<PriceVersion> priceOf(Meter meter, String serviceTier, long contextTokens, Instant at) {
        return priceOf(meter, serviceTier, contextTokens, at, null);
    }

    /**
     * The version in force, following {@link Meter#pricedLike()} where the sheet has no row for the meter itself.
     *
     * @param serviceTier the tier the provider says it billed
     * @param contextTokens tokens read by the whole call
     * @param at the instant of the call
     * @param region where the provider answered, null if that is not known
     * @return empty if no row applies or the row that applies withdraws the price
     */
    public Optional<PriceVersion> priceOf(
            Meter meter, String serviceTier, long contextTokens, Instant at, @Nullable String region) {
        List<PriceVersion> regional = region == null ? List.of() : regions.getOrDefault(region, List.of());
        if (!regional.isEmpty()) {
            Optional<PriceVersion> price = inForce(regional, meter, serviceTier, contextTokens, at)
                    .filter(version -> version.unitPricePico() != null);
            if (price.isPresent()) {
                return price;
            }
        }
        Optional<PriceVersion> own = inForce(versions, meter, serviceTier, contextTokens, at);
        if (own.isPresent()) {
            return own.filter(version -> version.unitPricePico() != null);
        }
        return meter.pricedLike().flatMap(parent -> priceOf(parent, serviceTier, contextTokens, at, region));
    }

    private static Optional<PriceVersion> inForce(
            List<PriceVersion> versions, Meter meter, String serviceTier, long contextTokens, Instant at) {
        PriceVersion first = null;
        for (PriceVersion version : versions) {
            boolean applies = version.meter() == meter
                    && version.serviceTier().equals(serviceTier)
                    && version.contextFrom() <= contextTokens
                    && !version.effectiveFrom().isAfter(at);
            if (applies && (first == null || PRECEDENCE.compare(version, first) >= 0)) {
                first = version;
            }
        }
        return Optional.ofNullable(first);
    }

    /** {@link #rate(Usage, String, Instant, String)} by the prices that hold everywhere. */
    public Rating rate(Usage usage, String serviceTier, Instant at) {
        return rate(usage, serviceTier, at, null);
    }

    /**
     * Prices every reported meter; where none was reported there is nothing to price, and the caller must have decided what
     * that means. The amount of a line is {@code count × unit_price ÷ per_quantity}, rounded up to a
     * whole pico-dollar, which is exact for every price per single unit.
     *
     * @param region where the provider answered, null if that is not known
     * @throws ArithmeticException if a line or the sum exceeds {@link Money}'s range
     */
    public Rating rate(Usage usage, String serviceTier, Instant at, @Nullable String region) {
        long contextTokens = usage.inputTokens();
        List<Rating.Line> lines = new ArrayList<>();
        Set<Meter> unpriced = EnumSet.noneOf(Meter.class);
        Money total = Money.ZERO;
        for (Map.Entry<Meter, Long> entry : usage.counts().entrySet()) {
            long count = entry.getValue();
            if (count == 0) {
                continue;
            }
            Optional<PriceVersion> price = priceOf(entry.getKey(), serviceTier, contextTokens, at, region);
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
