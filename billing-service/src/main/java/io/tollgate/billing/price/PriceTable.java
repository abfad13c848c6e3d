package io.tollgate.billing.price;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
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

/** The append-only table of prices. */
@ApplicationScoped
class PriceTable {

    private static final String ENTER = """
            INSERT INTO price_version (id, provider, model, meter, service_tier, context_from, unit_price_pico,
                per_quantity, currency, effective_from, recorded_at, source, note, approved)
            SELECT *, true FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
                $7::bigint[], $8::integer[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[])
            ON CONFLICT DO NOTHING""";

    private static final String APPROVED = """
            SELECT id, provider, model, meter, service_tier, context_from, unit_price_pico, per_quantity, currency,
                effective_from, recorded_at, source, note
            FROM price_version WHERE approved ORDER BY id""";

    /** Enters the rows that are not there yet. */
    Uni<Void> enter(SqlConnection transaction, List<ListedPrice> prices) {
        Tuple columns = Tuple.tuple()
                .addValue(texts(prices, price -> price.version().id()))
                .addValue(texts(prices, ListedPrice::provider))
                .addValue(texts(prices, ListedPrice::model))
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
                .addValue(texts(prices, ListedPrice::note));
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

    private static ListedPrice price(Row row) {
        String note = row.getString("note");
        return new ListedPrice(
                row.getString("provider"),
                row.getString("model"),
                row.getString("currency"),
                note == null ? "" : note,
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

    private static String[] texts(List<ListedPrice> prices, Function<ListedPrice, String> column) {
        return prices.stream().map(column).toArray(String[]::new);
    }

    private static OffsetDateTime[] instants(List<ListedPrice> prices, Function<ListedPrice, Instant> column) {
        return prices.stream()
                .map(column)
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
