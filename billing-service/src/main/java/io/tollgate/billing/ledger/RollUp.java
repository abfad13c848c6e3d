package io.tollgate.billing.ledger;

import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.usage.Meter;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to one row of the hourly roll-up.
 *
 * @param quantity units of the thing counted
 * @param costPico their cost, zero where it is not known
 */
record RollUp(Key key, BigInteger quantity, BigInteger costPico) {

    /** Attempts that reached a provider. */
    static final String MODEL_REQUESTS = "model_requests";

    /** Attempts whose cost is not known. */
    static final String UNRATED_REQUESTS = "unrated_requests";

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::organization)
            .thenComparing(Key::bucket)
            .thenComparing(Key::project)
            .thenComparing(Key::apiKey)
            .thenComparing(Key::endUser)
            .thenComparing(Key::provider)
            .thenComparing(Key::model)
            .thenComparing(Key::serviceTier)
            .thenComparing(Key::item);

    /**
     * A row's primary key; its labels are shortened as {@link Label#key} says.
     *
     * @param bucket the hour
     * @param endUser empty where the caller named none
     * @param item a meter's name or one of the counters above
     */
    record Key(
            String organization,
            Instant bucket,
            String project,
            String apiKey,
            String endUser,
            String provider,
            String model,
            String serviceTier,
            String item) {}

    /** Sorted by key: every batch locks rows in the same order, so that no two wait for each other. */
    static List<RollUp> of(Collection<RatedUsage> usages) {
        Map<Key, RollUp> sums = new TreeMap<>(ORDER);
        for (RatedUsage usage : usages) {
            for (RollUp part : of(usage)) {
                sums.merge(part.key, part, RollUp::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    private static List<RollUp> of(RatedUsage usage) {
        List<RollUp> parts = new ArrayList<>();
        Map<Meter, BigInteger> costs = new HashMap<>();
        usage.lines()
                .forEach(line ->
                        costs.put(line.meter(), BigInteger.valueOf(line.amount().pico())));
        usage.event().usage().counts().forEach((meter, count) -> {
            if (count > 0) {
                BigInteger cost = costs.getOrDefault(meter, BigInteger.ZERO);
                parts.add(new RollUp(key(usage, meter.wireName()), BigInteger.valueOf(count), cost));
            }
        });
        if (usage.event().status() != Status.BLOCKED) {
            parts.add(new RollUp(key(usage, MODEL_REQUESTS), BigInteger.ONE, BigInteger.ZERO));
        }
        if (usage.status() == RatedUsage.RatingStatus.UNRATED) {
            parts.add(new RollUp(key(usage, UNRATED_REQUESTS), BigInteger.ONE, BigInteger.ZERO));
        }
        return parts;
    }

    private static Key key(RatedUsage usage, String item) {
        UsageRecorded event = usage.event();
        String endUser = event.endUser();
        return new Key(
                event.organization(),
                event.startedAt().truncatedTo(ChronoUnit.HOURS),
                Label.key(event.project()),
                Label.key(event.key()),
                endUser == null ? "" : Label.key(endUser),
                Label.key(event.provider()),
                Label.key(event.modelBilled()),
                Label.key(event.serviceTier()),
                item);
    }

    private RollUp plus(RollUp other) {
        return new RollUp(key, quantity.add(other.quantity), costPico.add(other.costPico));
    }
}
