package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ids of the roll-up's series. Series are never deleted or changed, so an id that was seen is right for good. */
@ApplicationScoped
class SeriesIds {

    /** The most ids to remember: end users are as many as callers like. Beyond it all are forgotten and asked for again. */
    static final int MOST_REMEMBERED = 200_000;

    /** One locking order for all: two batches that add the same series do not wait for each other in a circle. */
    private static final Comparator<Series> ORDER = Comparator.comparing(Series::organization)
            .thenComparing(Series::project)
            .thenComparing(Series::apiKey)
            .thenComparing(Series::endUser)
            .thenComparing(Series::provider)
            .thenComparing(Series::model)
            .thenComparing(Series::operation)
            .thenComparing(Series::serviceTier);

    private static final String UNNEST = """
            UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
                AS wanted (organization, project, key, end_user, provider, model, operation, service_tier)""";
    private static final String ADD = """
            INSERT INTO usage_series (organization, project, key, end_user, provider, model, operation, service_tier)
            SELECT * FROM\s""" + UNNEST + " ON CONFLICT DO NOTHING";

    /** Offset 0 keeps it one look into the index for each: a join might be planned as a scan of all there are. */
    private static final String FIND = "SELECT found.* FROM " + UNNEST + """
            , LATERAL (SELECT * FROM usage_series AS series WHERE series.organization = wanted.organization
                AND series.project = wanted.project AND series.key = wanted.key AND series.end_user = wanted.end_user
                AND series.provider = wanted.provider AND series.model = wanted.model
                AND series.operation = wanted.operation AND series.service_tier = wanted.service_tier
                OFFSET 0) AS found""";

    private final Pool pool;
    private final Map<Series, Long> remembered = new ConcurrentHashMap<>();

    SeriesIds(Pool pool) {
        this.pool = pool;
    }

    /** Adds the series that do not exist yet; on its own, since a series without usage changes nothing. */
    Uni<Map<Series, Long>> of(Collection<Series> wanted) {
        Map<Series, Long> ids = HashMap.newHashMap(wanted.size());
        List<Series> unknown = new ArrayList<>();
        for (Series series : wanted) {
            Long id = remembered.get(series);
            if (id == null) {
                unknown.add(series);
            } else {
                ids.put(series, id);
            }
        }
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(ids);
        }
        unknown.sort(ORDER);
        return pool.preparedQuery(ADD)
                .execute(columns(unknown))
                .chain(() -> pool.preparedQuery(FIND).execute(columns(unknown)))
                .map(rows -> {
                    rows.forEach(row -> ids.put(series(row), row.getLong("id")));
                    remember(ids);
                    return ids;
                });
    }

    private void remember(Map<Series, Long> ids) {
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.putAll(ids);
    }

    private static Series series(Row row) {
        return new Series(
                row.getString("organization"),
                row.getString("project"),
                row.getString("key"),
                row.getString("end_user"),
                row.getString("provider"),
                row.getString("model"),
                row.getString("operation"),
                row.getString("service_tier"));
    }

    private static Tuple columns(List<Series> series) {
        return new Columns<>(series)
                .texts(Series::organization)
                .texts(Series::project)
                .texts(Series::apiKey)
                .texts(Series::endUser)
                .texts(Series::provider)
                .texts(Series::model)
                .texts(Series::operation)
                .texts(Series::serviceTier)
                .toTuple();
    }
}
