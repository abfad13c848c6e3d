package io.tollgate.contracts.testing;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Generates values of the contracts; small ranges on purpose, so that ties and boundaries come up often. */
public final class Generator {

    private static final Instant EPOCH = Instant.parse("2025-01-01T00:00:00Z");
    private static final int DAYS = 20;

    private final RandomGenerator random;

    Generator(RandomGenerator random) {
        this.random = random;
    }

    /** From {@code from} to {@code to}, both included. */
    public int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    public <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public <T> List<T> shuffled(List<T> values) {
        List<T> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Any amount, small and huge ones equally often. */
    public Money money() {
        return Money.ofPico(count());
    }

    /** 0 to {@link Long#MAX_VALUE}, every number of digits equally often. */
    public long count() {
        return random.nextLong() >>> between(1, 63);
    }

    public Instant instant() {
        return EPOCH.plusSeconds(86_400L * between(0, DAYS));
    }

    public Instant instantBetween(Instant from, Instant to) {
        return Instant.ofEpochSecond(random.nextLong(from.getEpochSecond(), to.getEpochSecond()));
    }

    public UUID uuidV7() {
        long time = (EPOCH.toEpochMilli() + between(0, 1_000_000)) << 16;
        return new UUID(
                time | 0x7000 | (random.nextLong() & 0xFFF), (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }

    /** Some meters, each with a count of at most {@code most}; possibly none. */
    public Usage usage(int most) {
        Map<Meter, Long> counts = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            if (oneIn(2)) {
                counts.put(meter, (long) between(0, most));
            }
        }
        return new Usage(counts);
    }

    public PriceVersion price(String id, Meter meter, long contextFrom) {
        @Nullable Long unitPrice = oneIn(6) ? null : Long.valueOf(between(0, 50_000));
        return new PriceVersion(
                id,
                meter,
                PriceVersion.DEFAULT_TIER,
                contextFrom,
                unitPrice,
                oneIn(2) ? 1 : between(2, 1_000),
                instant(),
                instant(),
                "generated");
    }

    /** A sheet of some prices of some meters, with context steps, ties and withdrawals. */
    public PriceSheet priceSheet() {
        List<PriceVersion> versions = new ArrayList<>();
        int size = between(0, 30);
        for (int number = 0; number < size; number++) {
            versions.add(price("p" + number, oneOf(List.of(Meter.values())), oneOf(List.of(0L, 0L, 1_000L, 5_000L))));
        }
        return new PriceSheet(versions);
    }
}
