package io.tollgate.billing.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.failure.ApiException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The attempts in the ledger, and why each costs what it costs. */
@ApplicationScoped
class Attempts {

    /** What counts is the newest rating of an attempt. */
    private static final String COLUMNS = """
            SELECT event.attempt_id, request_id, attempt, project, key, end_user, provider, model_requested, model_billed,
                operation, service_tier, started_at, completed_at, status, served_from, tags, usage, usage_source, trace_id,
                coalesce(newest.rating_status, event.rating_status) AS rating_status,
                CASE WHEN newest.seq IS NULL THEN event.cost_pico ELSE newest.cost_pico END AS cost_pico,
                CASE WHEN newest.seq IS NULL THEN event.charge_pico ELSE newest.charge_pico END AS charge_pico,
                coalesce(newest.lines, event.lines) AS lines, coalesce(newest.unpriced, event.unpriced) AS unpriced,
                coalesce(newest.seq, 0) AS reratings
            FROM usage_event AS event
            LEFT JOIN LATERAL (SELECT * FROM rerating WHERE rerating.attempt_id = event.attempt_id
                ORDER BY seq DESC LIMIT 1) AS newest ON true
            WHERE event.organization = $1""";

    private static final String PAGE = COLUMNS + " AND event.attempt_id > $2 ORDER BY event.attempt_id LIMIT $3";
    private static final String ONE = COLUMNS + " AND event.attempt_id = $2";

    private static final String TRANSFERS = """
            SELECT transfer.leg, transfer.amount_pico, transfer.currency, transfer.code, transfer.booked_at,
                transfer.txn_id, debit.kind AS debit_kind, credit.kind AS credit_kind, debit.provider
            FROM ledger_transfer AS transfer
            JOIN ledger_account AS debit ON debit.id = transfer.debit_account
            JOIN ledger_account AS credit ON credit.id = transfer.credit_account
            WHERE transfer.organization = $1 AND transfer.txn_id IN (
                SELECT $2::uuid UNION ALL SELECT txn_id FROM rerating WHERE attempt_id = $2::uuid)
            ORDER BY transfer.booked_at, transfer.txn_id, transfer.leg""";

    private final Pool pool;

    Attempts(Pool pool) {
        this.pool = pool;
    }

    /** Ascending by id, which is by time. */
    Uni<Page> list(String organization, UUID after, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(organization, after, limit + 1))
                .map(rows -> {
                    List<Attempt> found = StreamSupport.stream(rows.spliterator(), false)
                            .map(Attempt::of)
                            .toList();
                    List<Attempt> data = found.subList(0, Math.min(limit, found.size()));
                    String last = data.isEmpty() ? null : data.getLast().attemptId();
                    return new Page("list", data, last, found.size() > limit);
                });
    }

    Uni<Explanation> explain(String organization, UUID attempt) {
        return pool.preparedQuery(ONE).execute(Tuple.of(organization, attempt)).chain(rows -> {
            if (!rows.iterator().hasNext()) {
                throw ApiException.notFound("attempt", attempt.toString());
            }
            Row row = rows.iterator().next();
            return pool.preparedQuery(TRANSFERS)
                    .execute(Tuple.of(organization, attempt))
                    .map(transfers -> new Explanation(
                            Attempt.of(row),
                            row.getJsonArray("lines").stream().map(Line::of).toList(),
                            List.of(row.getArrayOfStrings("unpriced")),
                            StreamSupport.stream(transfers.spliterator(), false)
                                    .map(Booking::of)
                                    .toList()));
        });
    }

    /** @param lastId the next page's {@code after}, null if this one is empty */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(SnakeCaseStrategy.class)
    record Page(String object, List<Attempt> data, @Nullable String lastId, boolean hasMore) {}

    /**
     * One attempt.
     *
     * @param usage units by meter; an absent meter was not reported
     * @param servedFrom provider, or cache: nobody was asked, and it is free
     * @param costPico what the provider is owed, whole pico-dollars as a decimal string; null if it is not known
     * @param chargePico what the organization is charged, likewise; zero for attempts that are the operator's cost alone
     * @param reratings how often it was rated again
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonNaming(SnakeCaseStrategy.class)
    record Attempt(
            String attemptId,
            String requestId,
            int attempt,
            String projectId,
            String apiKeyId,
            @Nullable String endUser,
            String provider,
            String modelRequested,
            String modelBilled,
            String operation,
            String serviceTier,
            Instant startedAt,
            Instant completedAt,
            String status,
            String servedFrom,
            Map<String, Object> tags,
            Map<String, Object> usage,
            String usageSource,
            String ratingStatus,
            @Nullable String costPico,
            @Nullable String chargePico,
            int reratings,
            @Nullable String traceId) {

        static Attempt of(Row row) {
            Long cost = row.getLong("cost_pico");
            Long charge = row.getLong("charge_pico");
            return new Attempt(
                    row.getUUID("attempt_id").toString(),
                    row.getUUID("request_id").toString(),
                    row.getInteger("attempt"),
                    row.getString("project"),
                    row.getString("key"),
                    row.getString("end_user"),
                    row.getString("provider"),
                    row.getString("model_requested"),
                    row.getString("model_billed"),
                    row.getString("operation"),
                    row.getString("service_tier"),
                    row.getOffsetDateTime("started_at").toInstant(),
                    row.getOffsetDateTime("completed_at").toInstant(),
                    row.getString("status"),
                    row.getString("served_from"),
                    row.getJsonObject("tags").getMap(),
                    row.getJsonObject("usage").getMap(),
                    row.getString("usage_source"),
                    row.getString("rating_status"),
                    cost == null ? null : cost.toString(),
                    charge == null ? null : charge.toString(),
                    row.getInteger("reratings"),
                    row.getString("trace_id"));
        }
    }

    /**
     * How the cost came about: every line names the price version that was applied, every transfer the accounts it moved.
     *
     * @param unpriced meters without a price in force
     */
    record Explanation(Attempt attempt, List<Line> lines, List<String> unpriced, List<Booking> transfers) {}

    /**
     * @param priceVersion the list price
     * @param chargeVersion the organization's own price or markup, else the list price again
     * @param amountPico what is charged
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String meter, long count, String priceVersion, String costPico, String chargeVersion, String amountPico) {

        static Line of(Object json) {
            JsonObject line = (JsonObject) json;
            return new Line(
                    line.getString("meter"),
                    line.getLong("count"),
                    line.getString("price_version"),
                    line.getLong("cost_pico").toString(),
                    line.getString("charge_version"),
                    line.getLong("amount_pico").toString());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Booking(
            String transaction,
            int leg,
            String debit,
            String credit,
            String provider,
            String amountPico,
            String currency,
            String code,
            Instant bookedAt) {

        static Booking of(Row row) {
            return new Booking(
                    row.getUUID("txn_id").toString(),
                    row.getInteger("leg"),
                    row.getString("debit_kind"),
                    row.getString("credit_kind"),
                    row.getString("provider"),
                    row.getLong("amount_pico").toString(),
                    row.getString("currency"),
                    row.getString("code"),
                    row.getOffsetDateTime("booked_at").toInstant());
        }
    }
}
