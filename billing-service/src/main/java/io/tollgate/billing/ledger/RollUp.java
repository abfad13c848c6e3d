package io.tollgate.billing.ledger;

import io.tollgate.billing.price.Quote;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.usage.Meter;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a batch adds to one row of the hourly roll-up.
 *
 * @param quantity units of the thing counted
 * @param costPico what they cost at the provider, zero where it is not known; below zero where a correction lowers it
 * @param chargePico what their organization is charged for them, likewise
 */
record RollUp(Key key, BigInteger quantity, BigInteger costPico, BigInteger chargePico) {

    /** Attempts that reached a provider. */
    static final String MODEL_REQUESTS = "model_requests";

    /** Attempts whose cost is not known. */
    static final String UNRATED_REQUESTS = "unrated_requests";

    /** Requests that were answered from the cache. */
    static final String CACHED_REQUESTS = "cached_requests";

    private static final Comparator<Key> ORDER = Comparator.comparing(
                    Key::group,
                    Comparator.comparing(Group::organization)
                            .thenComparing(Group::bucket)
                            .thenComparing(Group::project)
                            .thenComparing(Group::apiKey)
                            .thenComparing(Group::endUser)
                            .thenComparing(Group::provider)
                            .thenComparing(Group::model)
                            .thenComparing(Group::operation)
                            .thenComparing(Group::serviceTier))
            .thenComparing(Key::item);

    /**
     * A row's primary key.
     *
     * @param item a meter's name or one of the counters above
     */
    record Key(Group group, String item) {}

    /**
     * What the rows of one attempt have in common; labels are shortened as {@link Label#key} says.
     *
     * @param bucket the hour
     * @param endUser empty where the caller named none
     */
    record Group(
            String organization,
            Instant bucket,
            String project,
            String apiKey,
            String endUser,
            String provider,
            String model,
            String operation,
            String serviceTier) {

        static Group of(UsageRecorded event) {
            String endUser = event.endUser();
            return new Group(
                    event.organization(),
                    event.startedAt().truncatedTo(ChronoUnit.HOURS),
                    Label.key(event.project()),
                    Label.key(event.key()),
                    endUser == null ? "" : Label.key(endUser),
                    Label.key(event.provider()),
                    Label.key(event.modelBilled()),
                    event.operation().name().toLowerCase(Locale.ROOT),
                    Label.key(event.serviceTier()));
        }
    }

    /** Sorted by key: every batch locks rows in the same order, so that no two wait for each other. */
    static List<RollUp> of(Collection<RatedUsage> usages) {
        List<RollUp> parts = new ArrayList<>();
        usages.forEach(usage -> addUsage(usage, parts));
        return sum(parts);
    }

    /** What changes where attempts got another rate; quantities stay. Sorted like {@link #of}. */
    static List<RollUp> ofCorrections(Collection<Correction> corrections) {
        List<RollUp> parts = new ArrayList<>();
        for (Correction correction : corrections) {
            Group group = Group.of(correction.event());
            addMoney(group, correction.before(), BigInteger.ONE.negate(), parts);
            addMoney(group, correction.after(), BigInteger.ONE, parts);
        }
        return sum(parts).stream().filter(part -> !part.isNothing()).toList();
    }

    private static void addUsage(RatedUsage usage, List<RollUp> parts) {
        Group group = Group.of(usage.event());
        Map<Meter, Quote.Line> lines = new EnumMap<>(Meter.class);
        usage.rate().lines().forEach(line -> lines.put(line.meter(), line));
        usage.event().usage().counts().forEach((meter, count) -> {
            Quote.Line line = lines.get(meter);
            if (count > 0) {
                parts.add(new RollUp(
                        new Key(group, meter.wireName()),
                        BigInteger.valueOf(count),
                        line == null ? BigInteger.ZERO : pico(line.cost().pico()),
                        line == null ? BigInteger.ZERO : pico(line.charge().pico())));
            }
        });
        if (usage.event().servedByCache()) {
            parts.add(counter(group, CACHED_REQUESTS, BigInteger.ONE));
        } else if (usage.event().status() != Status.BLOCKED) {
            parts.add(counter(group, MODEL_REQUESTS, BigInteger.ONE));
        }
        if (usage.rate().isUnrated()) {
            parts.add(counter(group, UNRATED_REQUESTS, BigInteger.ONE));
        }
    }

    private static void addMoney(Group group, Rate rate, BigInteger sign, List<RollUp> parts) {
        rate.lines()
                .forEach(line -> parts.add(new RollUp(
                        new Key(group, line.meter().wireName()),
                        BigInteger.ZERO,
                        pico(line.cost().pico()).multiply(sign),
                        pico(line.charge().pico()).multiply(sign))));
        if (rate.isUnrated()) {
            parts.add(counter(group, UNRATED_REQUESTS, sign));
        }
    }

    private static List<RollUp> sum(List<RollUp> parts) {
        // Added up by hash and sorted once: comparing ten columns at every step would cost more than all the adding.
        Map<Key, RollUp> sums = HashMap.newHashMap(parts.size());
        parts.forEach(part -> sums.merge(part.key, part, RollUp::plus));
        return sums.values().stream()
                .sorted(Comparator.comparing(RollUp::key, ORDER))
                .toList();
    }

    private static RollUp counter(Group group, String item, BigInteger count) {
        return new RollUp(new Key(group, item), count, BigInteger.ZERO, BigInteger.ZERO);
    }

    private static BigInteger pico(long pico) {
        return BigInteger.valueOf(pico);
    }

    private boolean isNothing() {
        return quantity.signum() == 0 && costPico.signum() == 0 && chargePico.signum() == 0;
    }

    private RollUp plus(RollUp other) {
        return new RollUp(
                key, quantity.add(other.quantity), costPico.add(other.costPico), chargePico.add(other.chargePico));
    }
}
