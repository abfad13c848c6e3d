package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Adds to the roll-ups by hour and by day. */
@ApplicationScoped
class RollUpTables {

    private static final List<RollUpColumns.Key> HOUR = List.of(
            new RollUpColumns.Key("organization", "text"),
            new RollUpColumns.Key("bucket", "timestamptz"),
            new RollUpColumns.Key("series", "bigint"));
    private static final List<RollUpColumns.Key> DAY = List.of(
            new RollUpColumns.Key("organization", "text"),
            new RollUpColumns.Key("bucket", "timestamptz"),
            new RollUpColumns.Key("project", "text"),
            new RollUpColumns.Key("provider", "text"),
            new RollUpColumns.Key("model", "text"),
            new RollUpColumns.Key("operation", "text"),
            new RollUpColumns.Key("service_tier", "text"));

    private final SeriesIds series;

    RollUpTables(SeriesIds series) {
        this.series = series;
    }

    Uni<Void> add(SqlConnection transaction, List<RollUp> rollUps) {
        if (rollUps.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return series.of(rollUps.stream()
                        .map(rollUp -> rollUp.key().series())
                        .distinct()
                        .toList())
                .chain(ids -> addHours(transaction, rollUps, ids))
                .chain(() -> addDays(transaction, DayRollUp.of(rollUps)));
    }

    private static Uni<Void> addHours(SqlConnection transaction, List<RollUp> rollUps, Map<Series, Long> ids) {
        List<Hour> hours = new ArrayList<>(rollUps.size());
        for (RollUp rollUp : rollUps) {
            Long id = ids.get(rollUp.key().series());
            if (id == null) {
                throw new IllegalStateException("series " + rollUp.key().series() + " was neither added nor found");
            }
            hours.add(new Hour(rollUp, id));
        }
        hours.sort(Hour.ORDER);
        RollUpColumns columns =
                RollUpColumns.of(hours.stream().map(hour -> hour.rollUp.items()).toList());
        Tuple tuple = new Columns<>(hours)
                .texts(hour -> hour.rollUp.key().series().organization())
                .instants(hour -> hour.rollUp.key().bucket())
                .longs(Hour::id)
                .toTuple();
        columns.addTo(tuple, hours.stream().map(hour -> hour.rollUp.items()).toList());
        return transaction
                .preparedQuery(columns.upsert("usage_hour_sum", HOUR))
                .execute(tuple)
                .replaceWithVoid();
    }

    private static Uni<Void> addDays(SqlConnection transaction, List<DayRollUp> days) {
        List<Map<String, Sums>> items = days.stream().map(DayRollUp::items).toList();
        RollUpColumns columns = RollUpColumns.of(items);
        Tuple tuple = new Columns<>(days)
                .texts(day -> day.key().organization())
                .instants(day -> day.key().bucket())
                .texts(day -> day.key().project())
                .texts(day -> day.key().provider())
                .texts(day -> day.key().model())
                .texts(day -> day.key().operation())
                .texts(day -> day.key().serviceTier())
                .toTuple();
        columns.addTo(tuple, items);
        return transaction
                .preparedQuery(columns.upsert("usage_day_sum", DAY))
                .execute(tuple)
                .replaceWithVoid();
    }

    /** A row with its whole key. */
    private record Hour(RollUp rollUp, long id) {

        /** Every batch locks rows in the same order, so that no two wait for each other. */
        static final Comparator<Hour> ORDER = Comparator.comparing(
                        (Hour hour) -> hour.rollUp.key().series().organization())
                .thenComparing(hour -> hour.rollUp.key().bucket())
                .thenComparingLong(Hour::id);
    }
}
