package io.tollgate.billing.ledger;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.budget.BudgetChanges;
import io.tollgate.billing.budget.BudgetCommitments;
import io.tollgate.billing.lifecycle.Failpoint;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.billing.price.Prices;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Turns a batch of usage into money, in one transaction.
 *
 * <ol>
 *   <li>Rate in memory by the prices in force when each attempt started, and open missing accounts. A crash: nothing
 *       happened, or an account exists that nothing uses yet.
 *   <li>Begin; hold the set of budgets, so that none is created between its counting and ours.
 *   <li>Insert the usage rows. The attempt's id is the primary key: what is returned is new, everything else came before
 *       and is compared by its hash.
 *   <li>Insert the transfers, add the roll-ups, and queue what has no price yet, of the new rows only.
 *   <li>Add their cost to the budgets and take the budgets' absolute states.
 *   <li>Append to the outbox what follows: settled attempts, budgets, dead letters. A crash anywhere from 2 to here: the
 *       transaction is rolled back, the records come again.
 *   <li>Commit. A crash during it: it took effect or it did not; the records come again and are duplicates or new.
 *   <li>The offsets are committed by the caller. A crash before that: the records come again as duplicates; nothing is
 *       counted twice, and their settlement is announced again. Dead letters are published again, too: whoever replays
 *       them finds them by their source position.
 *   <li>The relay publishes the outbox. A crash before or during that: it continues where the broker's acknowledgements
 *       ended; readers ignore what they know.
 * </ol>
 */
@ApplicationScoped
public class Ledger {

    private final Pool pool;
    private final Prices prices;
    private final AccountChart chart;
    private final UsageRows rows;
    private final Postings postings;
    private final UnratedQueue unrated;
    private final DeadLetters letters;
    private final BudgetCommitments budgets;
    private final Outbox outbox;
    private final LedgerReport report;
    private final Clock clock;

    Ledger(
            Pool pool,
            Prices prices,
            AccountChart chart,
            UsageRows rows,
            Postings postings,
            UnratedQueue unrated,
            DeadLetters letters,
            BudgetCommitments budgets,
            Outbox outbox,
            LedgerReport report,
            Clock clock) {
        this.pool = pool;
        this.prices = prices;
        this.chart = chart;
        this.rows = rows;
        this.postings = postings;
        this.unrated = unrated;
        this.letters = letters;
        this.budgets = budgets;
        this.outbox = outbox;
        this.report = report;
        this.clock = clock;
    }

    /** Commits all of it or fails with nothing done. Calling it again with the same arguments changes nothing. */
    public Uni<Void> commit(List<UsageArrival> arrivals, List<DeadLetter> deadLetters) {
        Batch batch = Batch.prepare(arrivals, deadLetters, prices.book());
        Instant started = clock.instant();
        Failpoint.BATCH_RATED.pass();
        return chart.ensure(batch.accounts())
                .chain(() -> pool.withTransaction(transaction -> write(transaction, batch)))
                .invoke(Failpoint.AFTER_COMMIT::pass)
                .invoke(admission -> report.committed(batch, admission, started))
                .replaceWithVoid();
    }

    private Uni<Admission> write(SqlConnection transaction, Batch batch) {
        return admit(transaction, batch)
                .invoke(Failpoint.ROWS_INSERTED::pass)
                .call(admission -> postings.transfer(transaction, transfers(admission.fresh())))
                .call(admission -> postings.rollUp(transaction, RollUp.of(admission.fresh())))
                .call(admission -> postings.tagRollUp(transaction, TagRollUp.of(admission.fresh())))
                .invoke(Failpoint.MONEY_POSTED::pass)
                .call(admission -> unrated.enqueue(transaction, admission.fresh()))
                .call(admission -> letters.keep(transaction, letters(batch, admission)))
                .call(admission -> commitBudgets(transaction, admission)
                        .map(changes -> Announcements.of(admission, changes, batch.deadLetters(), clock.instant()))
                        .chain(messages -> outbox.append(transaction, messages)))
                .invoke(Failpoint.BEFORE_COMMIT::pass);
    }

    private Uni<Admission> admit(SqlConnection transaction, Batch batch) {
        if (batch.usages().isEmpty()) {
            return Uni.createFrom().item(new Admission(List.of(), List.of(), List.of()));
        }
        return budgets.hold(transaction)
                .chain(() -> rows.insert(transaction, batch.all()))
                .chain(inserted -> rows.hashes(transaction, missing(batch, inserted))
                        .map(hashes -> Admission.of(batch, inserted, hashes)));
    }

    private Uni<BudgetChanges> commitBudgets(SqlConnection transaction, Admission admission) {
        return budgets.commit(transaction, admission.spends());
    }

    private static List<UUID> missing(Batch batch, Set<UUID> inserted) {
        List<UUID> missing = new ArrayList<>(batch.usages().keySet());
        missing.removeAll(inserted);
        return missing;
    }

    private static List<DeadLetter> letters(Batch batch, Admission admission) {
        return Stream.concat(
                        batch.deadLetters().stream(),
                        admission.conflicts().stream().map(usage -> Batch.conflict(usage.arrival())))
                .toList();
    }

    private static List<Transfer> transfers(List<RatedUsage> usages) {
        return usages.stream().flatMap(usage -> Transfer.of(usage).stream()).toList();
    }
}
