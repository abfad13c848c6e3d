package io.tollgate.billing.report;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Sums of the roll-ups: by day where the question allows it, else by hour. */
@ApplicationScoped
class RollUpReader {

    /** The most rows of sums that one answer is made of. */
    static final int MOST_ROWS = 10_000;

    /** What the daily roll-up does not know. */
    private static final Set<Dimension> HOURLY_ALONE = Set.of(Dimension.API_KEY, Dimension.USER);

    private static final String HOURS =
            "SELECT * FROM usage_hour WHERE organization = $1 AND bucket >= $2 AND bucket < $3";

    /** Whole days, and the hours of the last one if the range ends within it. */
    private static final String DAYS = """
            SELECT organization, bucket, project, provider, model, operation, service_tier, item, quantity, charge_pico
            FROM usage_day
            WHERE organization = $1 AND bucket >= $2 AND bucket < date_trunc('day', $3::timestamptz, 'UTC')
            UNION ALL
            SELECT organization, bucket, project, provider, model, operation, service_tier, item, quantity, charge_pico
            FROM usage_hour
            WHERE organization = $1 AND bucket >= date_trunc('day', $3::timestamptz, 'UTC') AND bucket < $3""";

    private final Pool pool;

    RollUpReader(Pool pool) {
        this.pool = pool;
    }

    /**
     * Fails with 400 if there are more than {@link #MOST_ROWS}.
     *
     * @param operations what providers were asked to do; empty for all
     * @param items which things counted to read; empty for all
     * @param byItem whether each thing counted has a row of its own
     */
    Uni<List<Row>> read(
            String organization, ReportQuery query, List<String> operations, List<String> items, boolean byItem) {
        Map<Dimension, List<String>> filters = new TreeMap<>(query.filters());
        List<String> selected = new ArrayList<>();
        List<String> grouped = new ArrayList<>(List.of("start"));
        selected.add("date_bin($4::interval, bucket, '1970-01-01T00:00:00Z') AS start");
        for (Dimension dimension : new TreeMap<>(
                        query.groups().stream().collect(Collectors.toMap(group -> group, group -> group)))
                .keySet()) {
            selected.add(dimension.expression() + " AS " + dimension.parameter());
            grouped.add(dimension.parameter());
        }
        if (byItem) {
            selected.add("item");
            grouped.add("item");
        }
        Tuple parameters = Tuple.tuple()
                .addString(organization)
                .addValue(utc(query.from()))
                .addValue(utc(end(query)))
                .addValue(interval(query.width()))
                .addValue(items.toArray(String[]::new))
                .addValue(operations.toArray(String[]::new));
        StringBuilder where = new StringBuilder();
        filters.forEach((dimension, values) -> {
            parameters.addValue(values.toArray(String[]::new));
            where.append(" AND ")
                    .append(dimension.expression())
                    .append(" = ANY($")
                    .append(parameters.size())
                    .append("::text[])");
        });
        String sql = "SELECT " + String.join(", ", selected)
                + ", sum(quantity) AS quantity, sum(charge_pico) AS charge_pico FROM ("
                + (isAnsweredByDays(query) ? DAYS : HOURS) + ") AS rolled_up"
                + " WHERE (cardinality($5::text[]) = 0 OR item = ANY($5::text[]))"
                + " AND (cardinality($6::text[]) = 0 OR operation = ANY($6::text[]))"
                + where + " GROUP BY " + String.join(", ", grouped) + " ORDER BY "
                + String.join(", ", grouped) + " LIMIT " + (MOST_ROWS + 1);
        return pool.preparedQuery(sql)
                .execute(parameters)
                .invoke(rows -> requireBounded(rows.size()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    private static boolean isAnsweredByDays(ReportQuery query) {
        return query.width().equals(BucketWidth.DAY.duration())
                && Collections.disjoint(query.groups(), HOURLY_ALONE)
                && Collections.disjoint(query.filters().keySet(), HOURLY_ALONE);
    }

    private static void requireBounded(int rows) {
        if (rows > MOST_ROWS) {
            throw ApiException.invalid(
                    "The answer would be made of more than " + MOST_ROWS
                            + " rows. Ask for fewer buckets (limit), fewer columns (group_by), or filter.",
                    null);
        }
    }

    private static Instant end(ReportQuery query) {
        return query.pageEnd().isBefore(query.until()) ? query.pageEnd() : query.until();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Interval interval(Duration width) {
        return Interval.of(0, 0, 0, Math.toIntExact(width.toHours()));
    }
}
