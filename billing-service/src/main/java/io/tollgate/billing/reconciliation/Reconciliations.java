package io.tollgate.billing.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.ledger.AccountKey;
import io.tollgate.billing.ledger.Bookings;
import io.tollgate.billing.ledger.Transfer;
import io.tollgate.contracts.money.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compares bills with what the whole installation recorded for a provider, and posts the difference as one adjustment of
 * the operator where it is approved. Customers' charges are not touched: that is for a rerating run to decide.
 */
@ApplicationScoped
class Reconciliations {

    private static final short LEG = 1;

    private static final String RECORDED = """
            SELECT (bucket AT TIME ZONE 'UTC')::date AS day, model, sum(cost_pico) AS pico FROM usage_hour
            WHERE provider = $1 AND bucket >= $2::date::timestamp AT TIME ZONE 'UTC'
                AND bucket < $3::date::timestamp AT TIME ZONE 'UTC'
            GROUP BY 1, 2 HAVING sum(cost_pico) <> 0""";
    private static final String CREATE = """
            INSERT INTO reconciliation (id, organization, provider, from_day, until_day, format, billed_pico, recorded_pico,
                differences, status, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10)""";
    private static final String COLUMNS = """
            SELECT id, provider, from_day, until_day, billed_pico, recorded_pico, differences, status, created_at,
                decided_at, txn_id
            FROM reconciliation\s""";
    private static final String LIST = COLUMNS + "WHERE organization = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String FIND = COLUMNS + "WHERE organization = $1 AND id = $2";
    private static final String DECIDE =
            "UPDATE reconciliation SET status = $2, decided_at = $3, txn_id = $4 WHERE id = $1";

    private final Pool pool;
    private final Bookings bookings;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final ObjectMapper json;
    private final Clock clock;

    Reconciliations(
            Pool pool, Bookings bookings, AuditTrail audit, Identifiers identifiers, ObjectMapper json, Clock clock) {
        this.pool = pool;
        this.bookings = bookings;
        this.audit = audit;
        this.identifiers = identifiers;
        this.json = json;
        this.clock = clock;
    }

    /** Compares the days from the bill's first to its last. */
    Uni<Reconciliation> create(Actor actor, String provider, String format, List<BillLine> bill) {
        LocalDate from =
                bill.stream().map(BillLine::day).min(LocalDate::compareTo).orElseThrow();
        LocalDate until = bill.stream()
                .map(BillLine::day)
                .max(LocalDate::compareTo)
                .orElseThrow()
                .plusDays(1);
        String id = identifiers.next("recon");
        return pool.withTransaction(transaction -> recorded(transaction, provider, from, until)
                .chain(recorded -> transaction
                        .preparedQuery(CREATE)
                        .execute(Tuple.tuple()
                                .addString(id)
                                .addString(actor.organization())
                                .addString(provider)
                                .addLocalDate(from)
                                .addLocalDate(until)
                                .addString(format)
                                .addValue(sum(bill))
                                .addValue(sum(recorded))
                                .addValue(array(Difference.between(bill, recorded)))
                                .addValue(OffsetDateTime.now(clock))))
                .chain(() -> find(transaction, actor.organization(), id, ""))
                .map(Reconciliation::of)
                .call(created -> audit.append(
                        transaction, actor, Change.created("reconciliation.created", null, id, created.summary()))));
    }

    Uni<List<Reconciliation>> list(String organization, String after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(organization, after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Reconciliation::of)
                        .toList());
    }

    /** Posts what the bill has more or less than the ledger, or puts it aside. */
    Uni<Reconciliation> decide(Actor actor, String id, boolean adjust) {
        String organization = actor.organization();
        return pool.withTransaction(transaction -> find(transaction, organization, id, " FOR UPDATE")
                .chain(row -> {
                    if (!row.getString("status").equals("open")) {
                        throw ApiException.conflict("The reconciliation is " + row.getString("status") + " already.");
                    }
                    BigDecimal difference =
                            row.getBigDecimal("billed_pico").subtract(row.getBigDecimal("recorded_pico"));
                    boolean posts = adjust && difference.signum() != 0;
                    UUID booking = posts ? bookings.newTransaction() : null;
                    Uni<Void> posted = booking == null
                            ? Uni.createFrom().voidItem()
                            : post(transaction, booking, organization, row.getString("provider"), difference);
                    return posted.chain(() -> transaction.preparedQuery(DECIDE).execute(decision(id, booking)))
                            .chain(() -> find(transaction, organization, id, ""))
                            .map(Reconciliation::of)
                            .call(decided -> audit.append(
                                    transaction,
                                    actor,
                                    Change.updated(
                                            "reconciliation." + decided.status(),
                                            null,
                                            id,
                                            Reconciliation.of(row).summary(),
                                            decided.summary())));
                }));
    }

    private Tuple decision(String id, @Nullable UUID booking) {
        return Tuple.tuple()
                .addString(id)
                .addString(booking == null ? "dismissed" : "adjusted")
                .addValue(OffsetDateTime.now(clock))
                .addUUID(booking);
    }

    private Uni<Void> post(
            SqlConnection transaction, UUID booking, String organization, String provider, BigDecimal difference) {
        Instant now = clock.instant();
        boolean more = difference.signum() > 0;
        AccountKey adjustment = AccountKey.provider(organization, AccountKey.Kind.ADJUSTMENT, provider);
        AccountKey payable = AccountKey.provider(organization, AccountKey.Kind.PROVIDER_PAYABLE, provider);
        return bookings.post(
                transaction,
                List.of(new Transfer(
                        booking,
                        LEG,
                        organization,
                        more ? adjustment : payable,
                        more ? payable : adjustment,
                        Money.ofPico(difference.abs().longValueExact()),
                        "reconciliation",
                        now,
                        null)));
    }

    private static Uni<List<BillLine>> recorded(
            SqlConnection connection, String provider, LocalDate from, LocalDate until) {
        return connection
                .preparedQuery(RECORDED)
                .execute(Tuple.of(provider, from, until))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new BillLine(
                                row.getLocalDate("day"), row.getString("model"), row.getBigDecimal("pico")))
                        .toList());
    }

    private JsonArray array(List<Difference> differences) {
        try {
            return new JsonArray(json.writeValueAsString(differences));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("differences cannot be written as JSON", failure);
        }
    }

    /** Whole pico-dollars: finer than that no transfer can be. */
    private static BigDecimal sum(List<BillLine> lines) {
        return lines.stream()
                .map(BillLine::pico)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(0, RoundingMode.HALF_EVEN);
    }

    private static Uni<Row> find(SqlConnection connection, String organization, String id, String lock) {
        return connection
                .preparedQuery(FIND + lock)
                .execute(Tuple.of(organization, id))
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        throw ApiException.notFound("reconciliation", id);
                    }
                    return rows.iterator().next();
                });
    }
}
