package io.tollgate.billing.ledger;

import io.tollgate.billing.ledger.Rate.RatingStatus;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A usage row with the rate that counts now, read back.
 *
 * @param reratings how often it was rated again
 */
record StoredUsage(UsageRecorded event, Rate rate, int reratings) {

    static final String FIND = """
            SELECT event.attempt_id, request_id, attempt, event.organization, project, key, end_user, provider,
                model_requested, model_billed, operation, service_tier, started_at, completed_at, status, served_from, tags,
                usage, usage_source, provider_response_id, region,
                coalesce(newest.rating_status, event.rating_status) AS rating_status,
                CASE WHEN newest.seq IS NULL THEN event.cost_pico ELSE newest.cost_pico END AS cost_pico,
                CASE WHEN newest.seq IS NULL THEN event.charge_pico ELSE newest.charge_pico END AS charge_pico,
                coalesce(newest.lines, event.lines) AS lines, coalesce(newest.unpriced, event.unpriced) AS unpriced,
                coalesce(newest.seq, 0) AS reratings
            FROM usage_event AS event
            LEFT JOIN LATERAL (SELECT * FROM rerating WHERE rerating.attempt_id = event.attempt_id
                ORDER BY seq DESC LIMIT 1) AS newest ON true
            WHERE event.attempt_id = ANY($1::uuid[]) ORDER BY event.attempt_id""";

    static StoredUsage of(Row row) {
        return new StoredUsage(event(row), rate(row), row.getInteger("reratings"));
    }

    private static UsageRecorded event(Row row) {
        return new UsageRecorded(
                row.getUUID("attempt_id"),
                row.getUUID("request_id"),
                row.getInteger("attempt"),
                row.getString("organization"),
                row.getString("project"),
                row.getString("key"),
                row.getString("end_user"),
                row.getString("provider"),
                row.getString("model_requested"),
                row.getString("model_billed"),
                word(Operation.class, row, "operation"),
                row.getString("service_tier"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getOffsetDateTime("completed_at").toInstant(),
                word(Status.class, row, "status"),
                usage(row.getJsonObject("usage")),
                word(UsageSource.class, row, "usage_source"),
                row.getString("provider_response_id"),
                word(ServedFrom.class, row, "served_from"),
                tags(row.getJsonObject("tags")),
                row.getString("region"));
    }

    private static Rate rate(Row row) {
        Long cost = row.getLong("cost_pico");
        Long charge = row.getLong("charge_pico");
        return new Rate(
                RatingStatus.ofStored(row.getString("rating_status")),
                cost == null ? Money.ZERO : Money.ofPico(cost),
                charge == null ? Money.ZERO : Money.ofPico(charge),
                RateJson.lines(row.getJsonArray("lines")),
                RateJson.unpriced(row.getArrayOfStrings("unpriced")));
    }

    private static Usage usage(JsonObject stored) {
        Map<Meter, Long> counts = new EnumMap<>(Meter.class);
        stored.fieldNames().forEach(name -> counts.put(Meter.ofWireName(name), stored.getLong(name)));
        return Usage.of(counts);
    }

    private static Map<String, String> tags(JsonObject stored) {
        Map<String, String> tags = new HashMap<>();
        stored.fieldNames().forEach(name -> tags.put(name, stored.getString(name)));
        return tags;
    }

    private static <E extends Enum<E>> E word(Class<E> words, Row row, String column) {
        return Enum.valueOf(words, row.getString(column).toUpperCase(Locale.ROOT));
    }
}
