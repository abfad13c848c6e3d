package io.tollgate.billing.report;

import io.tollgate.billing.failure.QueryInput;
import io.tollgate.billing.ledger.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which buckets of the roll-up are asked for, and how they are split.
 *
 * @param from start of the first bucket, inclusive
 * @param until end of the range, exclusive; the last bucket may end after it
 * @param width of a bucket
 * @param limit the most buckets to return
 * @param groups columns to group by
 * @param filters values to keep, by column
 */
record ReportQuery(
        Instant from,
        Instant until,
        Duration width,
        int limit,
        Set<Dimension> groups,
        Map<Dimension, List<String>> filters) {

    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
    private static final String CURSOR = "page_";

    ReportQuery {
        groups = Set.copyOf(groups);
        filters = Map.copyOf(filters);
    }

    /**
     * Reads what all reports have in common; problems are noted in {@code query}, which the caller finishes.
     *
     * @param widths the widths that may be asked for, with the default and the largest number of buckets of each
     * @param dimensions what may be grouped by
     * @param filters the filter parameters and the columns they look at
     */
    static ReportQuery read(
            QueryInput query,
            Map<String, BucketWidth> widths,
            String defaultWidth,
            Set<Dimension> dimensions,
            Map<String, Dimension> filters,
            Instant now) {
        BucketWidth width =
                widths.getOrDefault(query.choice("bucket_width", widths.keySet(), defaultWidth), BucketWidth.DAY);
        long start = query.requiredInteger("start_time", 0, LATEST);
        long end = query.integer("end_time", 0, LATEST, now.getEpochSecond() + 1);
        if (end <= start) {
            query.problem("end_time", "must be after start_time");
        }
        int limit = Math.toIntExact(query.integer("limit", 1, width.most(), width.usual()));
        long from = page(query, start);
        Set<Dimension> groups = groups(query, dimensions);
        Map<Dimension, List<String>> kept = new EnumMap<>(Dimension.class);
        filters.forEach((parameter, dimension) -> {
            List<String> values = query.list(parameter);
            if (!values.isEmpty()) {
                kept.put(dimension, values.stream().map(Label::key).toList());
            }
        });
        return new ReportQuery(
                width.floor(Instant.ofEpochSecond(from)),
                Instant.ofEpochSecond(end),
                width.duration(),
                limit,
                groups,
                kept);
    }

    /** Starts of the buckets of this page. */
    List<Instant> buckets() {
        List<Instant> starts = new ArrayList<>();
        for (Instant start = from; start.isBefore(until) && starts.size() < limit; start = start.plus(width)) {
            starts.add(start);
        }
        return starts;
    }

    /** The end of this page: the start of the next one if there is one. */
    Instant pageEnd() {
        return from.plus(width.multipliedBy(limit));
    }

    boolean hasMore() {
        return pageEnd().isBefore(until);
    }

    String nextPage() {
        return CURSOR + pageEnd().getEpochSecond();
    }

    private static long page(QueryInput query, long start) {
        String page = query.text("page").orElse("");
        if (page.isEmpty()) {
            return start;
        }
        try {
            long from = Long.parseLong(page.substring(Math.min(CURSOR.length(), page.length())));
            if (page.startsWith(CURSOR) && from >= start && from <= LATEST) {
                return from;
            }
        } catch (NumberFormatException notACursor) {
            query.problem("page", "must be the next_page of a previous answer");
            return start;
        }
        query.problem("page", "must be the next_page of a previous answer");
        return start;
    }

    private static Set<Dimension> groups(QueryInput query, Set<Dimension> dimensions) {
        Set<Dimension> groups = new LinkedHashSet<>();
        for (String name : query.list("group_by")) {
            dimensions.stream()
                    .filter(dimension -> dimension.parameter().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            groups::add,
                            () -> query.problem(
                                    "group_by",
                                    "cannot be '" + name + "'; known: "
                                            + dimensions.stream()
                                                    .map(Dimension::parameter)
                                                    .sorted()
                                                    .toList()));
        }
        return groups;
    }
}
