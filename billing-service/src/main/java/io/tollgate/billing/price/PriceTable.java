package io.tollgate.billing.price;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The append-only table of prices. */
@ApplicationScoped
class PriceTable {

    private static final String ENTER = """
            INSERT INTO price_version (id, scope, provider, model, region, meter, service_tier, context_from,
                unit_price_pico, per_quantity, currency, effective_from, recorded_at, source, note, source_url,
                source_date, approved)
            SELECT id, scope, provider, model, region, meter, service_tier, context_from, unit_price_pico, per_quantity,
                currency, effective_from, recorded_at, source, note, source_url, source_date::date, true
            FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                $9::bigint[], $10::integer[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[],
                $15::text[], $16::text[], $17::text[])
                AS entered (id, scope, provider, model, region, meter, service_tier, context_from, unit_price_pico,
                    per_quantity, currency, effective_from, recorded_at, source, note, source_url, source_date)
            ON CONFLICT DO NOTHING""";

    private static final String APPROVED = """
            SELECT id, scope, provider, model, region, meter, service_tier, context_from, unit_price_pico, per_quantity,
                currency, effective_from, recorded_at, source, note, source_url, source_date::text AS source_date
            FROM price_version WHERE approved ORDER BY id""";

    private static final String MARKUPS =
            "SELECT id, organization, basis_points, effective_from, recorded_at FROM price_markup";
    private static final String ADD_MARKUP = """
            INSERT INTO price_markup (id, organization, basis_points, effective_from, recorded_at, note)
            VALUES ($1, $2, $3, $4, $5, $6)""";
    private static final String ALIASES = "SELECT provider, alias, model, effective_from, recorded_at FROM model_alias";
    private static final String ADD_ALIAS = """
            INSERT INTO model_alias (provider, alias, model, effective_from, recorded_at) VALUES ($1, $2, $3, $4, $5)""";

    /** Rows are only ever added, so their number tells whether anything is new. */
    private static final String STATE = """
            SELECT (SELECT count(*) FROM price_version) AS prices, (SELECT count(*) FROM price_markup) AS markups,
                (SELECT count(*) FROM model_alias) AS aliases""";

    /** Enters the rows that are not there yet. */
    Uni<Void> enter(SqlConnection transaction, List<ListedPrice> prices) {
        Tuple columns = Tuple.tuple()
                .addValue(texts(prices, price -> price.version().id()))
                .addValue(texts(prices, ListedPrice::scope))
                .addValue(texts(prices, ListedPrice::provider))
                .addValue(texts(prices, ListedPrice::model))
                .addValue(texts(prices, ListedPrice::region))
                .addValue(texts(prices, price -> price.version().meter().wireName()))
                .addValue(texts(prices, price -> price.version().serviceTier()))
                .addValue(prices.stream()
                        .map(price -> price.version().contextFrom())
                        .toArray(Long[]::new))
                .addValue(prices.stream()
                        .map(price -> price.version().unitPricePico())
                        .toArray(Long[]::new))
                .addValue(prices.stream()
                        .map(price -> price.version().perQuantity())
                        .toArray(Integer[]::new))
                .addValue(texts(prices, ListedPrice::currency))
                .addValue(instants(prices, price -> price.version().effectiveFrom()))
                .addValue(instants(prices, price -> price.version().recordedAt()))
                .addValue(texts(prices, price -> price.version().source()))
                .addValue(texts(prices, ListedPrice::note))
                .addValue(texts(prices, ListedPrice::sourceUrl))
                .addValue(texts(prices, ListedPrice::sourceDate));
        return transaction.preparedQuery(ENTER).execute(columns).replaceWithVoid();
    }

    /** Every price that may be rated with. */
    Uni<List<ListedPrice>> approved(SqlConnection transaction) {
        return transaction
                .query(APPROVED)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PriceTable::price)
                        .toList());
    }

    Uni<List<Markup>> markups(SqlConnection transaction) {
        return transaction
                .query(MARKUPS)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Markup(
                                row.getString("id"),
                                row.getString("organization"),
                                row.getInteger("basis_points"),
                                row.getOffsetDateTime("effective_from").toInstant(),
                                row.getOffsetDateTime("recorded_at").toInstant()))
                        .toList());
    }

    Uni<Void> add(SqlConnection transaction, Markup markup, String note) {
        return transaction
                .preparedQuery(ADD_MARKUP)
                .execute(Tuple.of(
                        markup.id(),
                        markup.organization(),
                        markup.basisPoints(),
                        utc(markup.effectiveFrom()),
                        utc(markup.recordedAt()),
                        note))
                .replaceWithVoid();
    }

    Uni<List<Alias>> aliases(SqlConnection transaction) {
        return transaction
                .query(ALIASES)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Alias(
                                row.getString("provider"),
                                row.getString("alias"),
                                row.getString("model"),
                                row.getOffsetDateTime("effective_from").toInstant(),
                                row.getOffsetDateTime("recorded_at").toInstant()))
                        .toList());
    }

    Uni<Void> add(SqlConnection transaction, Alias alias) {
        return transaction
                .preparedQuery(ADD_ALIAS)
                .execute(Tuple.of(
                        alias.provider(),
                        alias.alias(),
                        alias.model(),
                        utc(alias.effectiveFrom()),
                        utc(alias.recordedAt())))
                .replaceWithVoid();
    }

    /** Equal as long as nothing was added. */
    Uni<String> state(Pool pool) {
        return pool.query(STATE).execute().map(rows -> {
            Row counts = rows.iterator().next();
            return counts.getLong("prices") + "/" + counts.getLong("markups") + "/" + counts.getLong("aliases");
        });
    }

    private static ListedPrice price(Row row) {
        String note = row.getString("note");
        return new ListedPrice(
                row.getString("scope"),
                row.getString("provider"),
                row.getString("model"),
                row.getString("region"),
                row.getString("currency"),
                note == null ? "" : note,
                row.getString("source_url"),
                row.getString("source_date"),
                new PriceVersion(
                        row.getString("id"),
                        Meter.ofWireName(row.getString("meter")),
                        row.getString("service_tier"),
                        row.getLong("context_from"),
                        row.getLong("unit_price_pico"),
                        row.getInteger("per_quantity"),
                        row.getOffsetDateTime("effective_from").toInstant(),
                        row.getOffsetDateTime("recorded_at").toInstant(),
                        row.getString("source")));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String[] texts(List<ListedPrice> prices, Function<ListedPrice, @Nullable String> column) {
        return prices.stream().map(column).toArray(String[]::new);
    }

    private static OffsetDateTime[] instants(List<ListedPrice> prices, Function<ListedPrice, Instant> column) {
        return prices.stream()
                .map(column)
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
