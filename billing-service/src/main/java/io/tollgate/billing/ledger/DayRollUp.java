package io.tollgate.billing.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to one row of the daily roll-up, which knows no keys and no end users.
 *
 * @param items as those of {@link RollUp}
 */
record DayRollUp(Key key, Map<String, Sums> items) {

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::organization)
            .thenComparing(Key::bucket)
            .thenComparing(Key::project)
            .thenComparing(Key::provider)
            .thenComparing(Key::model)
            .thenComparing(Key::operation)
            .thenComparing(Key::serviceTier);

    /**
     * A row's primary key.
     *
     * @param bucket the day's midnight, UTC
     */
    record Key(
            String organization,
            Instant bucket,
            String project,
            String provider,
            String model,
            String operation,
            String serviceTier) {

        private static Key of(RollUp.Key hour) {
            Series series = hour.series();
            return new Key(
                    series.organization(),
                    hour.bucket().truncatedTo(ChronoUnit.DAYS),
                    series.project(),
                    series.provider(),
                    series.model(),
                    series.operation(),
                    series.serviceTier());
        }
    }

    /** Sorted by key: every batch locks rows in the same order, so that no two wait for each other. */
    static List<DayRollUp> of(List<RollUp> hours) {
        Map<Key, Map<String, Sums>> days = new TreeMap<>(ORDER);
        for (RollUp hour : hours) {
            Map<String, Sums> day = days.computeIfAbsent(Key.of(hour.key()), ignored -> new TreeMap<>());
            hour.items().forEach((item, sums) -> day.merge(item, sums, Sums::plus));
        }
        return days.entrySet().stream()
                .map(entry -> new DayRollUp(entry.getKey(), entry.getValue()))
                .toList();
    }
}
