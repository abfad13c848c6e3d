package io.tollgate.billing.ledger;

import io.tollgate.contracts.event.UsageRecorded;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to one row of the daily roll-up by the callers' own labels.
 *
 * @param requests attempts with the label
 * @param chargePico what they are charged; below zero where a correction lowers it
 */
record TagRollUp(Key key, BigInteger requests, BigInteger chargePico) {

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::organization)
            .thenComparing(Key::day)
            .thenComparing(Key::project)
            .thenComparing(Key::tag)
            .thenComparing(Key::value);

    /** A row's primary key; its labels are shortened as {@link Label#key} says. */
    record Key(String organization, LocalDate day, String project, String tag, String value) {}

    /** Sorted by key: every batch locks rows in the same order, so that no two wait for each other. */
    static List<TagRollUp> of(Collection<RatedUsage> usages) {
        List<TagRollUp> parts = new ArrayList<>();
        usages.forEach(usage -> add(
                usage.event(),
                BigInteger.ONE,
                BigInteger.valueOf(usage.rate().charge().pico()),
                parts));
        return sum(parts);
    }

    static List<TagRollUp> ofCorrections(Collection<Correction> corrections) {
        List<TagRollUp> parts = new ArrayList<>();
        corrections.forEach(correction -> add(
                correction.event(),
                BigInteger.ZERO,
                BigInteger.valueOf(correction.difference().chargePico()),
                parts));
        return sum(parts);
    }

    private static void add(UsageRecorded event, BigInteger requests, BigInteger charge, List<TagRollUp> parts) {
        if (event.tags().isEmpty()) {
            return;
        }
        LocalDate day = LocalDate.ofInstant(event.startedAt(), ZoneOffset.UTC);
        event.tags()
                .forEach((tag, value) -> parts.add(new TagRollUp(
                        new Key(
                                event.organization(),
                                day,
                                Label.key(event.project()),
                                Label.key(tag),
                                Label.key(value)),
                        requests,
                        charge)));
    }

    private static List<TagRollUp> sum(List<TagRollUp> parts) {
        Map<Key, TagRollUp> sums = new TreeMap<>(ORDER);
        parts.forEach(part -> sums.merge(part.key, part, TagRollUp::plus));
        return List.copyOf(sums.values());
    }

    private TagRollUp plus(TagRollUp other) {
        return new TagRollUp(key, requests.add(other.requests), chargePico.add(other.chargePico));
    }
}
