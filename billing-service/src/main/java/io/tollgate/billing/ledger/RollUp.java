package io.tollgate.billing.ledger;

import io.tollgate.billing.price.Quote;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.usage.Meter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to one row of the hourly roll-up.
 *
 * @param items by the thing counted, a meter's name or one of the counters below
 */
record RollUp(Key key, Map<String, Sums> items) {

    /** Attempts that reached a provider. */
    static final String MODEL_REQUESTS = "model_requests";

    /** Attempts whose cost is not known. */
    static final String UNRATED_REQUESTS = "unrated_requests";

    /** Requests that were answered from the cache. */
    static final String CACHED_REQUESTS = "cached_requests";

    private static final Sums ONE = Sums.of(1, 0, 0);
    private static final Sums ONE_LESS = Sums.of(-1, 0, 0);

    /** @param bucket the hour */
    record Key(Series series, Instant bucket) {

        static Key of(UsageRecorded event) {
            return new Key(Series.of(event), event.startedAt().truncatedTo(ChronoUnit.HOURS));
        }
    }

    /** One for each series and hour, in any order: the row's ids decide in which order rows are locked. */
    static List<RollUp> of(Collection<RatedUsage> usages) {
        Map<Key, Map<String, Sums>> sums = new HashMap<>();
        usages.forEach(usage -> addUsage(usage, row(sums, usage.event())));
        // An attempt that the guard refused counts nothing.
        sums.values().removeIf(Map::isEmpty);
        return list(sums);
    }

    /** What changes where attempts got another rate; quantities stay. */
    static List<RollUp> ofCorrections(Collection<Correction> corrections) {
        Map<Key, Map<String, Sums>> sums = new HashMap<>();
        for (Correction correction : corrections) {
            Map<String, Sums> row = row(sums, correction.event());
            addMoney(row, correction.before(), -1);
            addMoney(row, correction.after(), 1);
        }
        sums.values().forEach(row -> row.values().removeIf(Sums::isNothing));
        sums.values().removeIf(Map::isEmpty);
        return list(sums);
    }

    private static Map<String, Sums> row(Map<Key, Map<String, Sums>> sums, UsageRecorded event) {
        return sums.computeIfAbsent(Key.of(event), ignored -> new TreeMap<>());
    }

    private static List<RollUp> list(Map<Key, Map<String, Sums>> sums) {
        return sums.entrySet().stream()
                .map(entry -> new RollUp(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void addUsage(RatedUsage usage, Map<String, Sums> row) {
        Map<Meter, Quote.Line> lines = new EnumMap<>(Meter.class);
        usage.rate().lines().forEach(line -> lines.put(line.meter(), line));
        usage.event().usage().counts().forEach((meter, count) -> {
            Quote.Line line = lines.get(meter);
            if (count > 0) {
                Sums added = line == null
                        ? Sums.of(count, 0, 0)
                        : Sums.of(count, line.cost().pico(), line.charge().pico());
                row.merge(meter.wireName(), added, Sums::plus);
            }
        });
        if (usage.event().servedByCache()) {
            row.merge(CACHED_REQUESTS, ONE, Sums::plus);
        } else if (usage.event().status() != Status.BLOCKED) {
            row.merge(MODEL_REQUESTS, ONE, Sums::plus);
        }
        if (usage.rate().isUnrated()) {
            row.merge(UNRATED_REQUESTS, ONE, Sums::plus);
        }
    }

    private static void addMoney(Map<String, Sums> row, Rate rate, int sign) {
        rate.lines()
                .forEach(line -> row.merge(
                        line.meter().wireName(),
                        // An amount is never below zero, so that its opposite is in range.
                        Sums.of(
                                0,
                                sign * line.cost().pico(),
                                sign * line.charge().pico()),
                        Sums::plus));
        if (rate.isUnrated()) {
            row.merge(UNRATED_REQUESTS, sign > 0 ? ONE : ONE_LESS, Sums::plus);
        }
    }
}
