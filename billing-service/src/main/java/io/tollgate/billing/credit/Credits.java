package io.tollgate.billing.credit;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.account.Organizations;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.budget.PrepaidBudgets;
import io.tollgate.billing.credit.CreditInput.Kind;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.ledger.AccountKey;
import io.tollgate.billing.ledger.Bookings;
import io.tollgate.billing.ledger.Transfer;
import io.tollgate.billing.lifecycle.Independently;
import io.tollgate.contracts.money.Money;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Enters credits, uses them up for invoices, oldest and soonest to expire first, and takes back what expired. */
@ApplicationScoped
public class Credits {

    private static final short LEG = 1;

    private static final String COLUMNS = """
            SELECT id, organization, kind, amount_pico, note, expires_at, created_at,
                coalesce((SELECT sum(amount_pico) FROM credit_use WHERE credit_use.credit = credit.id), 0) AS used_pico,
                (SELECT count(*) FROM credit_use WHERE credit_use.credit = credit.id) AS uses
            FROM credit\s""";
    private static final String LIST = COLUMNS + "WHERE organization = $1 AND id > $2 ORDER BY id LIMIT $3";
    private static final String FIND = COLUMNS + "WHERE id = $1";
    private static final String LOCK_ALL = "SELECT id FROM credit WHERE organization = $1 ORDER BY id FOR UPDATE";
    /** Also of grants that have expired: what is left of them then waits for the invoice of what was used before. */
    private static final String USABLE = COLUMNS + """
            WHERE organization = $1 ORDER BY kind = 'prepaid', expires_at NULLS LAST, id""";
    /**
     * What was charged on the days that began before a grant expired, and neither an invoice has billed nor a grant that
     * expired earlier pays for.
     */
    private static final String AWAITS_INVOICE = """
            SELECT (SELECT coalesce(sum(charge_pico), 0) FROM usage_hour
                    WHERE organization = $1 AND date_trunc('day', bucket, 'UTC') < $2)
                - (SELECT coalesce(sum(invoice_line.charge_pico), 0) FROM invoice_line
                    JOIN invoice ON invoice.id = invoice_line.invoice
                    WHERE invoice.organization = $1 AND kind IN ('usage', 'correction')
                        AND service_day::timestamp AT TIME ZONE 'UTC' < $2)
                - (SELECT coalesce(sum(amount_pico - coalesce((SELECT sum(amount_pico) FROM credit_use
                        WHERE credit_use.credit = earlier.id), 0)), 0)
                    FROM credit AS earlier WHERE organization = $1 AND (expires_at, id) < ($2, $3)) AS pico""";

    private static final String EXPIRED = """
            SELECT id FROM credit WHERE expires_at <= $1 AND amount_pico > coalesce(
                (SELECT sum(amount_pico) FROM credit_use WHERE credit_use.credit = credit.id), 0)
            ORDER BY id""";
    private static final String LOCK = "SELECT id FROM credit WHERE id = $1 FOR UPDATE";
    private static final String ENTER = """
            INSERT INTO credit (id, organization, kind, amount_pico, note, granted_by, expires_at, txn_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String USE = """
            INSERT INTO credit_use (credit, seq, reason, invoice, amount_pico, txn_id, used_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";

    private final Pool pool;
    private final Bookings bookings;
    private final Organizations organizations;
    private final PrepaidBudgets prepaid;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final Clock clock;

    Credits(
            Pool pool,
            Bookings bookings,
            Organizations organizations,
            PrepaidBudgets prepaid,
            AuditTrail audit,
            Identifiers identifiers,
            Clock clock) {
        this.pool = pool;
        this.bookings = bookings;
        this.organizations = organizations;
        this.prepaid = prepaid;
        this.audit = audit;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    Uni<String> enter(CreditInput input, Actor grantedBy) {
        return organizations
                .existing(Set.of(input.organization()))
                .invoke(existing -> {
                    if (existing.isEmpty()) {
                        throw ApiException.notFound("organization", input.organization());
                    }
                })
                .chain(() -> bookings.open(List.of(source(input), balance(input))))
                .chain(() -> pool.withTransaction(transaction -> enter(transaction, input, grantedBy)));
    }

    private static AccountKey source(CreditInput input) {
        return AccountKey.customer(input.organization(), input.kind().source());
    }

    private static AccountKey balance(CreditInput input) {
        return AccountKey.customer(input.organization(), input.kind().balance());
    }

    Uni<List<Credit>> list(String organization, String after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(organization, after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Credit::of)
                        .toList());
    }

    /**
     * Uses credits up for an invoice, within the transaction that finalizes it: grants first, the soonest to expire first,
     * then what was paid ahead. A grant pays for what was used before it expired, whenever that is billed.
     *
     * <p>Two statements: read under the locks, nothing is used that expiry has just taken back.
     *
     * @param duePico what is to be paid for the days that began before an instant
     * @return what was used of each credit; less than is due in total if they do not cover it
     */
    public Uni<List<Use>> apply(
            SqlConnection transaction, String organization, String invoice, Function<Instant, BigDecimal> duePico) {
        Instant now = clock.instant();
        BigDecimal total = duePico.apply(Instant.MAX);
        return transaction
                .preparedQuery(LOCK_ALL)
                .execute(Tuple.of(organization))
                .chain(() -> transaction.preparedQuery(USABLE).execute(Tuple.of(organization)))
                .chain(rows -> {
                    List<Use> uses = new ArrayList<>();
                    Uni<Void> all = Uni.createFrom().voidItem();
                    BigDecimal paid = BigDecimal.ZERO;
                    for (Row row : rows) {
                        OffsetDateTime expires = row.getOffsetDateTime("expires_at");
                        BigDecimal due = expires == null ? total : duePico.apply(expires.toInstant());
                        BigDecimal used =
                                Credit.remaining(row).min(due.min(total).subtract(paid));
                        if (used.signum() > 0) {
                            paid = paid.add(used);
                            Use use = new Use(row.getString("id"), row.getString("kind"), used);
                            uses.add(use);
                            all = all.chain(() -> use(transaction, row, use.amountPico(), "invoice", invoice, now));
                        }
                    }
                    return all.replaceWith(uses);
                });
    }

    /**
     * Takes back what is left of grants that expired, but for what was used before and is not billed yet; each in a
     * transaction of its own.
     */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        return pool.preparedQuery(EXPIRED)
                .execute(Tuple.of(utc(clock.instant())))
                .chain(rows -> Independently.forEach(
                        rows,
                        row -> "expiry, credit=" + row.getString("id"),
                        row -> pool.withTransaction(transaction -> expire(transaction, row.getString("id")))));
    }

    /** Two statements: read under the lock, the second of two processes sees that nothing is left. */
    private Uni<Void> expire(SqlConnection transaction, String id) {
        Tuple one = Tuple.of(id);
        return transaction
                .preparedQuery(LOCK)
                .execute(one)
                .chain(() -> transaction.preparedQuery(FIND).execute(one))
                .chain(rows -> {
                    Row row = rows.iterator().next();
                    return organizations
                            .lock(transaction, row.getString("organization"))
                            .chain(() -> awaitsInvoice(transaction, row))
                            .map(awaits -> Credit.remaining(row).subtract(awaits))
                            .chain(left -> left.signum() > 0
                                    ? takeBack(transaction, row, left)
                                    : Uni.createFrom().voidItem());
                });
    }

    private static Uni<BigDecimal> awaitsInvoice(SqlConnection transaction, Row credit) {
        return transaction
                .preparedQuery(AWAITS_INVOICE)
                .execute(Tuple.of(
                        credit.getString("organization"),
                        credit.getOffsetDateTime("expires_at"),
                        credit.getString("id")))
                .map(rows -> rows.iterator().next().getBigDecimal("pico").max(BigDecimal.ZERO));
    }

    private Uni<Void> takeBack(SqlConnection transaction, Row credit, BigDecimal left) {
        Credit before = Credit.of(credit);
        return use(transaction, credit, left, "expired", null, clock.instant())
                .chain(() -> prepaid.move(transaction, before.organization(), left.negate()))
                .chain(() -> find(transaction, before.id()))
                .chain(after -> audit.append(
                        transaction,
                        Actor.system(before.organization(), "credits"),
                        Change.updated("credit.expired", null, before.id(), before, after)));
    }

    private static Uni<Credit> find(SqlConnection transaction, String id) {
        return transaction
                .preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> Credit.of(rows.iterator().next()));
    }

    private Uni<String> enter(SqlConnection transaction, CreditInput input, Actor grantedBy) {
        String id = identifiers.next("credit");
        UUID booking = bookings.newTransaction();
        Instant now = clock.instant();
        Instant expires = input.expiresAt();
        Tuple row = Tuple.tuple()
                .addString(id)
                .addString(input.organization())
                .addString(input.kind().stored())
                .addLong(input.amount().pico())
                .addString(input.note())
                .addString(grantedBy.organization())
                .addValue(expires == null ? null : utc(expires))
                .addUUID(booking)
                .addValue(utc(now));
        return organizations
                .lock(transaction, input.organization())
                .chain(() -> transaction.preparedQuery(ENTER).execute(row))
                .chain(() -> bookings.post(
                        transaction,
                        List.of(transfer(
                                booking,
                                input.organization(),
                                source(input),
                                balance(input),
                                input.amount(),
                                input.kind().stored(),
                                now))))
                .chain(() -> prepaid.move(
                        transaction,
                        input.organization(),
                        BigDecimal.valueOf(input.amount().pico())))
                .chain(() -> find(transaction, id))
                .call(entered -> audit.append(
                        transaction,
                        grantedBy,
                        input.organization(),
                        Change.created("credit.entered", null, id, entered)))
                .replaceWith(id);
    }

    private Uni<Void> use(
            SqlConnection transaction,
            Row credit,
            BigDecimal amountPico,
            String reason,
            @Nullable String invoice,
            Instant now) {
        String organization = credit.getString("organization");
        Kind kind = Kind.ofStored(credit.getString("kind"));
        UUID booking = bookings.newTransaction();
        AccountKey balance = AccountKey.customer(organization, kind.balance());
        AccountKey.Kind other = reason.equals("invoice") ? AccountKey.Kind.RECEIVABLE : kind.source();
        Money amount = Money.ofPico(amountPico.longValueExact());
        Tuple row = Tuple.tuple()
                .addString(credit.getString("id"))
                .addInteger(credit.getLong("uses").intValue() + 1)
                .addString(reason)
                .addString(invoice)
                .addLong(amount.pico())
                .addUUID(booking)
                .addValue(utc(now));
        return transaction
                .preparedQuery(USE)
                .execute(row)
                .chain(() -> bookings.post(
                        transaction,
                        List.of(transfer(
                                booking,
                                organization,
                                balance,
                                AccountKey.customer(organization, other),
                                amount,
                                reason.equals("invoice") ? "credit_applied" : "credit_expired",
                                now))));
    }

    private static Transfer transfer(
            UUID booking,
            String organization,
            AccountKey debit,
            AccountKey credit,
            Money amount,
            String code,
            Instant at) {
        return new Transfer(booking, LEG, organization, debit, credit, amount, code, at, null);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** @param amountPico what was used of the credit, above zero */
    public record Use(String credit, String kind, BigDecimal amountPico) {}
}
