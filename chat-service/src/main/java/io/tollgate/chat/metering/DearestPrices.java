package io.tollgate.chat.metering;

import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most that a unit of each side can cost by one sheet, whatever it turns out to be: plain text or audio, a cache write, in
 * another tier, beyond another context length or in another region than was asked for. Nobody knows before the answer.
 */
final class DearestPrices {

    private static final Comparator<PriceVersion> PRECEDENCE = Comparator.comparing(PriceVersion::effectiveFrom)
            .thenComparing(PriceVersion::recordedAt)
            .thenComparing(PriceVersion::id);
    private static final BigInteger PICO_PER_NANO = BigInteger.valueOf(1_000);

    private static final String EVERYWHERE = "";

    private record Row(String region, Meter meter, String tier, long contextFrom) {}

    private final Map<Meter.Side, Long> picoBySide = new EnumMap<>(Meter.Side.class);
    private final PriceSheet sheet;
    private final Instant from;
    private Instant until = Instant.MAX;

    DearestPrices(PriceSheet sheet, Instant at) {
        this.sheet = sheet;
        this.from = at;
        Map<Row, PriceVersion> inForce = new HashMap<>();
        take(inForce, EVERYWHERE, sheet.versions());
        sheet.regions().forEach((region, versions) -> take(inForce, region, versions));
        inForce.values().forEach(this::take);
    }

    private void take(Map<Row, PriceVersion> inForce, String region, List<PriceVersion> versions) {
        for (PriceVersion version : versions) {
            if (version.effectiveFrom().isAfter(from)) {
                until = version.effectiveFrom().isBefore(until) ? version.effectiveFrom() : until;
            } else {
                inForce.merge(
                        new Row(region, version.meter(), version.serviceTier(), version.contextFrom()),
                        version,
                        (one, other) -> PRECEDENCE.compare(one, other) >= 0 ? one : other);
            }
        }
    }

    private void take(PriceVersion version) {
        Long pico = version.unitPricePico();
        if (pico != null) {
            picoBySide.merge(version.meter().side(), Math.ceilDiv(pico, version.perQuantity()), Math::max);
        }
    }

    /** Whether this is still what the sheet says. */
    boolean holdsFor(PriceSheet current, Instant at) {
        return sheet.equals(current) && !at.isBefore(from) && at.isBefore(until);
    }

    /** @return nano-dollars rounded up, at most {@link CostCalculator#COST_MAX_NANO}, for what is read and written */
    long costNano(Usage bound) {
        BigInteger pico =
                cost(Meter.Side.INPUT, bound.inputTokens()).add(cost(Meter.Side.OUTPUT, bound.outputTokens()));
        BigInteger nano = pico.add(PICO_PER_NANO.subtract(BigInteger.ONE)).divide(PICO_PER_NANO);
        return nano.min(BigInteger.valueOf(CostCalculator.COST_MAX_NANO)).longValueExact();
    }

    private BigInteger cost(Meter.Side side, long count) {
        return BigInteger.valueOf(picoBySide.getOrDefault(side, 0L)).multiply(BigInteger.valueOf(count));
    }
}
