package io.tollgate.billing.forecast;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one organization spent on each day (UTC), by project, as far back as the pattern of the week is looked for.
 *
 * @param byProject days by project
 */
record SpendHistory(Map<String, Map<LocalDate, BigDecimal>> byProject) {

    private static final String DAYS = """
            SELECT project, (bucket AT TIME ZONE 'UTC')::date AS day, sum(charge_pico) AS pico FROM usage_hour
            WHERE organization = $1 AND bucket >= $2::date::timestamp AT TIME ZONE 'UTC'
                AND ($3::text IS NULL OR project = $3)
            GROUP BY 1, 2""";

    /** @param project one alone, null for all */
    static Uni<SpendHistory> read(SqlClient client, String organization, @Nullable String project, LocalDate today) {
        LocalDate from = today.minusDays(2L * DailySpend.HISTORY_DAYS + 1);
        return client.preparedQuery(DAYS)
                .execute(
                        Tuple.tuple().addString(organization).addLocalDate(from).addString(project))
                .map(rows -> {
                    Map<String, Map<LocalDate, BigDecimal>> days = new TreeMap<>();
                    for (Row row : rows) {
                        days.computeIfAbsent(row.getString("project"), ignored -> new HashMap<>())
                                .put(row.getLocalDate("day"), row.getBigDecimal("pico"));
                    }
                    return new SpendHistory(days);
                });
    }

    /** Of all projects together. */
    DailySpend total(LocalDate today) {
        Map<LocalDate, BigDecimal> total = new HashMap<>();
        byProject.values().forEach(days -> days.forEach((day, pico) -> total.merge(day, pico, BigDecimal::add)));
        return spend(total, today);
    }

    DailySpend of(String project, LocalDate today) {
        return spend(byProject.getOrDefault(project, Map.of()), today);
    }

    private static DailySpend spend(Map<LocalDate, BigDecimal> days, LocalDate today) {
        return new DailySpend(
                days, days.keySet().stream().min(LocalDate::compareTo).orElse(today));
    }
}
