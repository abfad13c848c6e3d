package io.tollgate.billing.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.StreamSupport;

/** Who inside an organization a month's charges go back to: its projects, or the values of a label. */
@ApplicationScoped
class Chargeback {

    private static final int MOST_ROWS = 10_000;

    private static final String BY_PROJECT = """
            SELECT project AS name, sum(quantity) FILTER (WHERE item IN ('model_requests', 'cached_requests')) AS requests,
                sum(charge_pico) AS charge_pico
            FROM usage_hour
            WHERE organization = $1 AND bucket >= $2::date::timestamp AT TIME ZONE 'UTC'
                AND bucket < $3::date::timestamp AT TIME ZONE 'UTC'
            GROUP BY project ORDER BY charge_pico DESC, project LIMIT $4""";
    private static final String BY_TAG = """
            SELECT value AS name, sum(requests) AS requests, sum(charge_pico) AS charge_pico
            FROM usage_tag_day WHERE organization = $1 AND day >= $2 AND day < $3 AND tag = $5
            GROUP BY value ORDER BY charge_pico DESC, value LIMIT $4""";
    private static final String TOTAL = """
            SELECT coalesce(sum(charge_pico), 0) AS charge_pico FROM usage_hour
            WHERE organization = $1 AND bucket >= $2::date::timestamp AT TIME ZONE 'UTC'
                AND bucket < $3::date::timestamp AT TIME ZONE 'UTC'""";

    private final Pool pool;

    Chargeback(Pool pool) {
        this.pool = pool;
    }

    Uni<Sheet> byProject(String organization, YearMonth month) {
        return sheet(
                BY_PROJECT,
                organization,
                month,
                "project",
                range(organization, month).addInteger(MOST_ROWS));
    }

    /** What no request carried the label for is in {@link Sheet#unassignedPico}. */
    Uni<Sheet> byTag(String organization, YearMonth month, String tag) {
        return sheet(
                BY_TAG,
                organization,
                month,
                "tag:" + tag,
                range(organization, month).addInteger(MOST_ROWS).addString(tag));
    }

    private Uni<Sheet> sheet(String sql, String organization, YearMonth month, String by, Tuple parameters) {
        return pool.preparedQuery(TOTAL)
                .execute(range(organization, month))
                .map(rows -> rows.iterator().next().getBigDecimal("charge_pico"))
                .chain(total -> pool.preparedQuery(sql).execute(parameters).map(rows -> {
                    List<Share> shares = StreamSupport.stream(rows.spliterator(), false)
                            .map(Share::of)
                            .toList();
                    BigDecimal assigned = shares.stream()
                            .map(share -> new BigDecimal(share.chargePico()))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
                    return new Sheet(
                            "organization.chargeback",
                            month.toString(),
                            by,
                            shares,
                            total.toPlainString(),
                            total.subtract(assigned).toPlainString());
                }));
    }

    private static Tuple range(String organization, YearMonth month) {
        return Tuple.of(organization, month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /**
     * Amounts are whole pico-dollars as decimal strings.
     *
     * @param unassignedPico what the shares leave of the total
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Sheet(String object, String month, String by, List<Share> data, String totalPico, String unassignedPico) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Share(String name, String requests, String chargePico) {

        static Share of(Row row) {
            BigDecimal requests = row.getBigDecimal("requests");
            return new Share(
                    row.getString("name"),
                    requests == null ? "0" : requests.toPlainString(),
                    row.getBigDecimal("charge_pico").toPlainString());
        }
    }
}
