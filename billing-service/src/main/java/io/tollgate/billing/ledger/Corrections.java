package io.tollgate.billing.ledger;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.budget.BudgetChanges;
import io.tollgate.billing.budget.BudgetCommitments;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.billing.price.PriceBook;
import io.tollgate.billing.price.Prices;
import io.tollgate.contracts.event.UsageRecorded;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rates attempts of the past again by the prices known now. No row is changed: a difference becomes a rerating row and
 * transfers of its own that name the attempt, and moves the roll-ups and budgets.
 *
 * <ol>
 *   <li>Wait for the lock: one correction at a time, so that two cannot both find the same difference.
 *   <li>Read the attempts with the rate that counts, and rate them. A crash up to here: nothing happened.
 *   <li>Write what differs, with its transfers, roll-ups, budgets and announcements; take what is rated now from the queue.
 *   <li>Commit. A crash before: all of it is undone. Repeating it after: nothing differs any more.
 * </ol>
 */
@ApplicationScoped
public class Corrections {

    private static final String RERATE = """
            INSERT INTO rerating (attempt_id, seq, organization, reason, run, rating_status, cost_pico, charge_pico, lines,
                unpriced, txn_id, recorded_at)
            SELECT attempt_id, seq, organization, $10::text, $11::text, rating_status, cost_pico, charge_pico, lines::jsonb,
                string_to_array(unpriced, ','), txn_id, $12::timestamptz
            FROM UNNEST($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
                $8::text[], $9::uuid[])
                AS rated (attempt_id, seq, organization, rating_status, cost_pico, charge_pico, lines, unpriced, txn_id)""";

    private static final Logger LOG = Logger.getLogger(Corrections.class);

    private final Pool pool;
    private final Prices prices;
    private final AccountChart chart;
    private final Postings postings;
    private final UnratedQueue unrated;
    private final BudgetCommitments budgets;
    private final Outbox outbox;
    private final Clock clock;
    private final TimeBasedEpochGenerator identifiers = Generators.timeBasedEpochGenerator();

    Corrections(
            Pool pool,
            Prices prices,
            AccountChart chart,
            Postings postings,
            UnratedQueue unrated,
            BudgetCommitments budgets,
            Outbox outbox,
            Clock clock) {
        this.pool = pool;
        this.prices = prices;
        this.chart = chart;
        this.postings = postings;
        this.unrated = unrated;
        this.budgets = budgets;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What would change, without changing it. */
    public Uni<List<RatingChange>> preview(List<UUID> attempts) {
        return pool.withConnection(connection -> differing(connection, attempts))
                .map(Corrections::changes);
    }

    /**
     * Applies what differs, all of it or nothing.
     *
     * @param run the explicit run that decided it, null for what happens by itself
     * @return what was changed
     */
    public Uni<List<RatingChange>> apply(List<UUID> attempts, Reason reason, @Nullable String run) {
        return pool.withConnection(connection -> differing(connection, attempts))
                .chain(expected -> chart.ensure(accounts(expected)))
                .chain(() -> pool.withTransaction(transaction -> AdvisoryLock.CORRECTIONS
                        .exclusive(transaction)
                        .chain(() -> differing(transaction, attempts))
                        .map(corrections -> due(corrections, reason))
                        .call(corrections -> write(transaction, corrections, reason, run))))
                .map(Corrections::changes);
    }

    /**
     * A late price rates what has no rate: whoever waited for the lock with an older book must not take back what another
     * process rated meanwhile.
     */
    private static List<Correction> due(List<Correction> corrections, Reason reason) {
        return reason == Reason.LATE_PRICE
                ? corrections.stream()
                        .filter(correction -> correction.before().isUnrated())
                        .toList()
                : corrections;
    }

    private Uni<List<Correction>> differing(SqlConnection connection, List<UUID> attempts) {
        PriceBook book = prices.book();
        return connection
                .preparedQuery(StoredUsage.FIND)
                .execute(Tuple.tuple().addValue(attempts.toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(StoredUsage::of)
                        .flatMap(stored -> correction(stored, book).stream())
                        // What cannot be rated now keeps the rate that it was given when it could.
                        .filter(correction -> !correction.after().isUnrated() && correction.isChange())
                        .toList());
    }

    /** Empty where the price makes more of it than can be booked: that attempt stays as it is, and holds up no other. */
    private static Optional<Correction> correction(StoredUsage stored, PriceBook book) {
        UsageRecorded event = stored.event();
        try {
            return Optional.of(new Correction(event, stored.reratings() + 1, stored.rate(), Rate.of(event, book)));
        } catch (ArithmeticException tooLarge) {
            LOG.errorf(
                    "attempt cannot be rated again, its cost exceeds the range; correct its price:"
                            + " attempt=%s provider=%s model=%s cause=%s",
                    event.attemptId(), event.provider(), event.modelBilled(), tooLarge.getMessage());
            return Optional.empty();
        }
    }

    private Uni<Void> write(
            SqlConnection transaction, List<Correction> corrections, Reason reason, @Nullable String run) {
        if (corrections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> transactions =
                corrections.stream().map(ignored -> identifiers.generate()).toList();
        List<UUID> attempts = corrections.stream()
                .map(correction -> correction.event().attemptId())
                .toList();
        return budgets.hold(transaction)
                .chain(() -> insert(transaction, corrections, transactions, reason, run))
                .chain(() -> postings.transfer(transaction, transfers(corrections, transactions, reason)))
                .chain(() -> postings.rollUp(transaction, RollUp.ofCorrections(corrections)))
                .chain(() -> postings.tagRollUp(transaction, TagRollUp.ofCorrections(corrections)))
                .chain(() -> unrated.remove(transaction, attempts))
                .chain(() -> commitBudgets(transaction, corrections))
                .chain(changes -> outbox.append(transaction, Announcements.of(changes, clock.instant())));
    }

    private Uni<Void> insert(
            SqlConnection transaction,
            List<Correction> corrections,
            List<UUID> transactions,
            Reason reason,
            @Nullable String run) {
        Tuple columns = new Columns<>(corrections)
                .uuids(correction -> correction.event().attemptId())
                .integers(Correction::seq)
                .texts(correction -> correction.event().organization())
                .texts(correction -> correction.after().status().stored())
                .longs(correction ->
                        UsageRows.known(correction.after(), correction.after().cost()))
                .longs(correction ->
                        UsageRows.known(correction.after(), correction.after().charge()))
                .texts(correction -> RateJson.lines(correction.after()))
                .texts(correction -> RateJson.unpriced(correction.after()))
                .all(transactions.toArray(UUID[]::new))
                .all(reason.stored())
                .toTuple()
                .addString(run)
                .addValue(clock.instant().atOffset(ZoneOffset.UTC));
        return transaction.preparedQuery(RERATE).execute(columns).replaceWithVoid();
    }

    private Uni<BudgetChanges> commitBudgets(SqlConnection transaction, List<Correction> corrections) {
        return budgets.commit(
                transaction, corrections.stream().map(Admission::spend).toList());
    }

    private static List<Transfer> transfers(List<Correction> corrections, List<UUID> transactions, Reason reason) {
        List<Transfer> transfers = new ArrayList<>();
        for (int index = 0; index < corrections.size(); index++) {
            Correction correction = corrections.get(index);
            transfers.addAll(Transfer.between(
                    transactions.get(index),
                    correction.event(),
                    correction.difference(),
                    reason.stored(),
                    correction.event().attemptId()));
        }
        return transfers;
    }

    private static List<AccountKey> accounts(List<Correction> corrections) {
        return corrections.stream()
                .flatMap(correction -> Transfer.between(
                        correction.event().attemptId(), correction.event(), correction.difference(), "", null)
                        .stream())
                .flatMap(transfer -> Stream.of(transfer.debit(), transfer.credit()))
                .distinct()
                .toList();
    }

    private static List<RatingChange> changes(List<Correction> corrections) {
        return corrections.stream().map(RatingChange::of).toList();
    }
}
