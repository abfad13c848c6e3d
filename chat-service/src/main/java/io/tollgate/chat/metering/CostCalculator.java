package io.tollgate.chat.metering;

import io.tollgate.contracts.price.ModelName;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.price.Rating;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What usage costs by the published prices. The ledger rates again and is authoritative; this decides what is held. */
public final class CostCalculator {

    /** The largest amount that Redis's scripts count exactly, nine million dollars: no budget admits a call like that. */
    static final long COST_MAX_NANO = 1L << 53;

    /** Beyond it, as where callers ask for ever new names, what is known is worked out anew. */
    private static final int DEAREST_MAX = 10_000;

    private final BiFunction<String, String, Optional<PriceSheet>> sheets;
    private final Map<String, DearestPrices> dearest = new ConcurrentHashMap<>();

    /** @param sheets finds the sheet of a provider's model */
    CostCalculator(BiFunction<String, String, Optional<PriceSheet>> sheets) {
        this.sheets = sheets;
    }

    /**
     * @param region the provider's, null if its prices do not depend on one
     * @return nano-dollars rounded up, at most {@value #COST_MAX_NANO}; empty if a meter has no price
     */
    public OptionalLong costNano(
            String provider, String model, Usage usage, String serviceTier, Instant at, @Nullable String region) {
        Optional<PriceSheet> sheet = sheet(provider, model);
        return sheet.isEmpty() ? OptionalLong.empty() : costNano(sheet.get(), usage, serviceTier, at, region);
    }

    /**
     * The most that a call can cost whose bound is given in plain tokens.
     *
     * @return as {@link #costNano}; empty if the bound itself has no price
     */
    public OptionalLong boundNano(
            String provider, String model, Usage bound, String serviceTier, Instant at, @Nullable String region) {
        Optional<PriceSheet> sheet = sheet(provider, model);
        OptionalLong plain =
                sheet.isEmpty() ? OptionalLong.empty() : costNano(sheet.get(), bound, serviceTier, at, region);
        return plain.isEmpty()
                ? plain
                : OptionalLong.of(Math.max(
                        plain.getAsLong(),
                        dearest(provider + "/" + model, sheet.get(), at).costNano(bound)));
    }

    private DearestPrices dearest(String name, PriceSheet sheet, Instant at) {
        DearestPrices known = dearest.get(name);
        if (known != null && known.holdsFor(sheet, at)) {
            return known;
        }
        if (dearest.size() >= DEAREST_MAX) {
            dearest.clear();
        }
        DearestPrices current = new DearestPrices(sheet, at);
        dearest.put(name, current);
        return current;
    }

    private Optional<PriceSheet> sheet(String provider, String model) {
        for (String name : ModelName.candidates(model)) {
            Optional<PriceSheet> sheet = sheets.apply(provider, name);
            if (sheet.isPresent()) {
                return sheet;
            }
        }
        return Optional.empty();
    }

    private static OptionalLong costNano(
            PriceSheet sheet, Usage usage, String serviceTier, Instant at, @Nullable String region) {
        try {
            return switch (sheet.rate(usage, serviceTier, at, region)) {
                case Rating.Rated rated ->
                    OptionalLong.of(Math.min(rated.total().toNanoRoundedUp(), COST_MAX_NANO));
                case Rating.Unrated _ -> OptionalLong.empty();
            };
        } catch (ArithmeticException tooLarge) {
            return OptionalLong.of(COST_MAX_NANO);
        }
    }

    /** What a customer pays for an attempt, in nano-dollars rounded up; empty if it has no price. */
    public OptionalLong chargedNano(Attempt attempt, AttemptEnd end) {
        if (!end.status().isCharged() || !end.usage().isReported()) {
            return OptionalLong.of(0);
        }
        String tier = Objects.requireNonNullElse(end.serviceTier(), PriceVersion.DEFAULT_TIER);
        String model = Objects.requireNonNullElse(end.modelBilled(), attempt.model());
        return costNano(attempt.provider(), model, end.usage(), tier, attempt.startedAt(), attempt.region());
    }

    /**
     * What to trim a reservation to. Where the model that answered has no price, the reservation keeps what it held for the
     * model that was asked for: unknown is not free.
     */
    long settledNano(Attempt attempt, AttemptEnd end) {
        // What no customer pays needs no budget: such an attempt's usage is the operator's cost.
        OptionalLong cost = chargedNano(attempt, end);
        if (cost.isPresent()) {
            return cost.getAsLong();
        }
        return boundNano(
                        attempt.provider(),
                        attempt.model(),
                        attempt.bound(),
                        attempt.serviceTier(),
                        attempt.startedAt(),
                        attempt.region())
                .orElse(0);
    }
}
