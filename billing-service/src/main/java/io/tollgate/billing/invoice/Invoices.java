package io.tollgate.billing.invoice;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.account.Identifiers;
import io.tollgate.billing.audit.Actor;
import io.tollgate.billing.audit.AuditTrail;
import io.tollgate.billing.audit.Change;
import io.tollgate.billing.credit.Credits;
import io.tollgate.billing.invoice.InvoiceLine.Kind;
import io.tollgate.billing.ledger.AccountKey;
import io.tollgate.billing.ledger.Bookings;
import io.tollgate.billing.ledger.Transfer;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.Independently;
import io.tollgate.billing.lifecycle.StartUp;
import io.tollgate.contracts.money.Money;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Drafts invoices, and writes them once their month is final.
 *
 * <ol>
 *   <li>Wait for the lock: one invoice is written at a time.
 *   <li>Take what no invoice has billed, of this month and of months that are closed.
 *   <li>Use up credits, and round to whole cents; both post transfers.
 *   <li>Write the invoice, its lines and its audit record, and commit. A crash before: nothing happened, the next run starts anew.
 * </ol>
 */
@ApplicationScoped
public class Invoices {

    private static final Logger LOG = Logger.getLogger(Invoices.class);
    private static final short LEG = 1;

    private final Pool pool;
    private final InvoiceTable table;
    private final Credits credits;
    private final Bookings bookings;
    private final AuditTrail audit;
    private final Identifiers identifiers;
    private final InvoiceConfig config;
    private final StartUp startUp;
    private final Clock clock;

    Invoices(
            Pool pool,
            InvoiceTable table,
            Credits credits,
            Bookings bookings,
            AuditTrail audit,
            Identifiers identifiers,
            InvoiceConfig config,
            StartUp startUp,
            Clock clock) {
        this.pool = pool;
        this.table = table;
        this.credits = credits;
        this.bookings = bookings;
        this.audit = audit;
        this.identifiers = identifiers;
        this.config = config;
        this.startUp = startUp;
        this.clock = clock;
    }

    /** The month's invoice as it was written, or a draft of it. */
    public Uni<Invoice> of(String organization, YearMonth month) {
        return pool.withConnection(connection -> table.find(connection, organization, month)
                .chain(written -> written.map(Uni.createFrom()::item)
                        .orElseGet(() -> table.unbilled(connection, organization, month)
                                .map(lines -> Invoice.draft(organization, month, lines)))));
    }

    /** Names of the organization's projects, by id. */
    Uni<Map<String, String>> projectNames(String organization) {
        return pool.withConnection(connection -> table.projectNames(connection, organization));
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> finalizeDue() {
        return startUp.isCompleted()
                ? finalizeUntil(clock.instant())
                : Uni.createFrom().voidItem();
    }

    /** Writes every invoice whose month had ended, with its grace, before an instant. */
    Uni<Void> finalizeUntil(Instant now) {
        YearMonth first = YearMonth.from(now.minus(config.grace()).atOffset(ZoneOffset.UTC));
        return pool.withConnection(connection -> table.open(connection, first))
                .chain(months -> Independently.forEach(
                        months,
                        month -> "invoice, organization=" + month.organization() + " month=" + month.month(),
                        month -> finalize(month.organization(), month.month())));
    }

    private Uni<Void> finalize(String organization, YearMonth month) {
        String id = identifiers.next("inv");
        return pool.withTransaction(transaction -> AdvisoryLock.INVOICES
                .exclusive(transaction)
                .chain(() -> table.find(transaction, organization, month))
                .chain(written -> written.isPresent()
                        ? Uni.createFrom().voidItem()
                        : table.unbilled(transaction, organization, month)
                                .chain(lines -> lines.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : write(transaction, id, organization, month, lines)
                                                .invoke(() -> LOG.infof(
                                                        "invoice written: organization=%s month=%s",
                                                        organization, month)))));
    }

    private Uni<Void> write(
            SqlConnection transaction, String id, String organization, YearMonth month, List<InvoiceLine> usage) {
        Instant now = clock.instant();
        return credits.apply(transaction, organization, id, until -> due(usage, until))
                .map(uses -> {
                    List<InvoiceLine> lines = new ArrayList<>(usage);
                    uses.forEach(use -> lines.add(InvoiceLine.other(
                            Kind.CREDIT,
                            month.atEndOfMonth(),
                            use.credit(),
                            use.amountPico().negate())));
                    return new Invoice(id, organization, month, Invoice.rounded(month, lines), now);
                })
                .call(invoice -> table.insert(transaction, id, invoice, now))
                .call(invoice -> postRounding(transaction, invoice, now))
                .chain(invoice -> audit.append(
                        transaction,
                        Actor.system(organization, "invoices"),
                        Change.created("invoice.finalized", null, id, InvoiceView.summary(invoice))));
    }

    /** Of the days that began before an instant; never below zero. */
    private static BigDecimal due(List<InvoiceLine> usage, Instant until) {
        return usage.stream()
                .filter(line -> line.serviceDay()
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .isBefore(until))
                .map(InvoiceLine::chargePico)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .max(BigDecimal.ZERO);
    }

    private Uni<Void> postRounding(SqlConnection transaction, Invoice invoice, Instant now) {
        BigDecimal rounding = invoice.roundingPico();
        if (rounding.signum() == 0) {
            return Uni.createFrom().voidItem();
        }
        boolean up = rounding.signum() > 0;
        AccountKey receivable = AccountKey.customer(invoice.organization(), AccountKey.Kind.RECEIVABLE);
        AccountKey account = AccountKey.customer(invoice.organization(), AccountKey.Kind.ROUNDING);
        return bookings.post(
                transaction,
                List.of(new Transfer(
                        bookings.newTransaction(),
                        LEG,
                        invoice.organization(),
                        up ? receivable : account,
                        up ? account : receivable,
                        Money.ofPico(rounding.abs().longValueExact()),
                        "rounding",
                        now,
                        null)));
    }
}
