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

    private static final String COLUMNS = """
            SELECT attempt_id, request_id, attempt, project, key, end_user, provider, model_requested, model_billed,
                service_tier, started_at, completed_at, status, usage, usage_source, rating_status, cost_pico, lines,
                unpriced, trace_id
            FROM usage_event WHERE organization = $1""";
    private static final String PAGE = COLUMNS + " AND attempt_id > $2 ORDER BY attempt_id LIMIT $3";
    private static final String ONE = COLUMNS + " AND attempt_id = $2";

    private static final String TRANSFERS = """
            SELECT transfer.leg, transfer.amount_pico, transfer.currency, transfer.code, transfer.booked_at,
                debit.kind AS debit_kind, credit.kind AS credit_kind, debit.provider
            FROM ledger_transfer AS transfer
            JOIN ledger_account AS debit ON debit.id = transfer.debit_account
            JOIN ledger_account AS credit ON credit.id = transfer.credit_account
            WHERE transfer.organization = $1 AND transfer.txn_id = $2 ORDER BY transfer.leg""";

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
     * @param costPico whole pico-dollars as a decimal string; null if the cost is not known
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
            String serviceTier,
            Instant startedAt,
            Instant completedAt,
            String status,
            Map<String, Object> usage,
            String usageSource,
            String ratingStatus,
            @Nullable String costPico,
            @Nullable String traceId) {

        static Attempt of(Row row) {
            Long cost = row.getLong("cost_pico");
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
                    row.getString("service_tier"),
                    row.getOffsetDateTime("started_at").toInstant(),
                    row.getOffsetDateTime("completed_at").toInstant(),
                    row.getString("status"),
                    row.getJsonObject("usage").getMap(),
                    row.getString("usage_source"),
                    row.getString("rating_status"),
                    cost == null ? null : cost.toString(),
                    row.getString("trace_id"));
        }
    }

    /**
     * How the cost came about: every line names the price version that was applied, every transfer the accounts it moved.
     *
     * @param unpriced meters without a price in force
     */
    record Explanation(Attempt attempt, List<Line> lines, List<String> unpriced, List<Booking> transfers) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Line(String meter, long count, String priceVersion, String amountPico) {

        static Line of(Object json) {
            JsonObject line = (JsonObject) json;
            return new Line(
                    line.getString("meter"),
                    line.getLong("count"),
                    line.getString("price_version"),
                    line.getLong("amount_pico").toString());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Booking(
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
