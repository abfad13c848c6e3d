package io.tollgate.chat.metering;

import io.tollgate.contracts.price.ModelName;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.price.Rating;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** What usage costs by the published prices. The ledger rates again and is authoritative; this decides what is held. */
public final class CostCalculator {

    /** The largest amount that Redis's scripts count exactly, nine million dollars: no budget admits a call like that. */
    static final long COST_MAX_NANO = 1L << 53;

    private final BiFunction<String, String, Optional<PriceSheet>> sheets;

    /** @param sheets finds the sheet of a provider's model */
    CostCalculator(BiFunction<String, String, Optional<PriceSheet>> sheets) {
        this.sheets = sheets;
    }

    /** @return nano-dollars rounded up, at most {@value #COST_MAX_NANO}; empty if a meter has no price */
    public OptionalLong costNano(String provider, String model, Usage usage, String serviceTier, Instant at) {
        Optional<PriceSheet> sheet = ModelName.candidates(model).stream()
                .flatMap(name -> sheets.apply(provider, name).stream())
                .findFirst();
        if (sheet.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return switch (sheet.get().rate(usage, serviceTier, at)) {
                case Rating.Rated rated ->
                    OptionalLong.of(Math.min(rated.total().toNanoRoundedUp(), COST_MAX_NANO));
                case Rating.Unrated _ -> OptionalLong.empty();
            };
        } catch (ArithmeticException tooLarge) {
            return OptionalLong.of(COST_MAX_NANO);
        }
    }

    /**
     * What to trim a reservation to. Where the model that answered has no price, the reservation keeps what it held for the
     * model that was asked for: unknown is not free.
     */
    long settledNano(Attempt attempt, AttemptEnd end) {
        // What no customer pays needs no budget: such an attempt's usage is the operator's cost.
        if (!end.status().isCharged() || !end.usage().isReported()) {
            return 0;
        }
        String tier = Objects.requireNonNullElse(end.serviceTier(), PriceVersion.DEFAULT_TIER);
        String model = Objects.requireNonNullElse(end.modelBilled(), attempt.model());
        OptionalLong cost = costNano(attempt.provider(), model, end.usage(), tier, attempt.startedAt());
        if (cost.isPresent()) {
            return cost.getAsLong();
        }
        return costNano(
                        attempt.provider(),
                        attempt.model(),
                        attempt.bound(),
                        attempt.serviceTier(),
                        attempt.startedAt())
                .orElse(0);
    }
}
