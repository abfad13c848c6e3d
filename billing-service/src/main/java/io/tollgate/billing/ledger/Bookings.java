package io.tollgate.billing.ledger;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Posts transfers that are not usage: payments, credits, invoices, adjustments. */
@ApplicationScoped
public class Bookings {

    private final AccountChart chart;
    private final Postings postings;
    private final TimeBasedEpochGenerator identifiers = Generators.timeBasedEpochGenerator();

    Bookings(AccountChart chart, Postings postings) {
        this.chart = chart;
        this.postings = postings;
    }

    /** A new transaction's id: a UUIDv7, because transfers are partitioned by it. */
    public UUID newTransaction() {
        return identifiers.generate();
    }

    /**
     * Opens accounts before the transaction that posts to them: one that has to do so itself holds a connection while it
     * waits for a second, and as many of them as there are connections wait for ever.
     */
    public Uni<Void> open(List<AccountKey> accounts) {
        return chart.ensure(accounts);
    }

    /** Within a transaction; accounts that do not exist yet are opened on their own. */
    public Uni<Void> post(SqlConnection transaction, List<Transfer> transfers) {
        List<AccountKey> accounts = transfers.stream()
                .flatMap(transfer -> Stream.of(transfer.debit(), transfer.credit()))
                .distinct()
                .toList();
        return chart.ensure(accounts).chain(() -> postings.transfer(transaction, transfers));
    }
}
