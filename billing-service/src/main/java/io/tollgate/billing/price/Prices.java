package io.tollgate.billing.price;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.StartUpTask;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import org.jboss.logging.Logger;

/** Enters the seed's new rows at start, and holds the book that rates. */
@ApplicationScoped
public class Prices implements StartUpTask {

    private static final Logger LOG = Logger.getLogger(Prices.class);

    private final Pool pool;
    private final PriceTable table;
    private final Event<PricesChanged> changes;
    private volatile PriceBook book = PriceBook.EMPTY;

    /** Empty until start-up has loaded the book. */
    private volatile String state = "";

    Prices(Pool pool, PriceTable table, Event<PricesChanged> changes) {
        this.pool = pool;
        this.table = table;
        this.changes = changes;
    }

    @Override
    public Phase phase() {
        return Phase.PRICES;
    }

    @Override
    public Uni<Void> run() {
        List<ListedPrice> seed = PriceSeed.load();
        return pool.withTransaction(transaction -> AdvisoryLock.START_UP
                        .exclusive(transaction)
                        .chain(() -> table.enter(transaction, seed))
                        .chain(() -> table.approved(transaction))
                        .invoke(stored -> requireUnchanged(seed, stored)))
                .chain(this::reload);
    }

    /** The prices known now. */
    public PriceBook book() {
        return book;
    }

    /** What another process published is known here within this time; the one that published knows it at once. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        if (state.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return table.state(pool)
                .chain(current -> current.equals(state) ? Uni.createFrom().voidItem() : reload());
    }

    Uni<Void> reload() {
        return table.state(pool)
                .chain(before -> pool.withConnection(this::read).invoke(read -> use(read, before)))
                .replaceWithVoid();
    }

    Uni<List<ListedPrice>> approved(SqlConnection transaction) {
        return AdvisoryLock.START_UP.exclusive(transaction).chain(() -> table.approved(transaction));
    }

    private Uni<PriceBook> read(SqlConnection connection) {
        return table.approved(connection)
                .chain(prices -> table.markups(connection)
                        .chain(markups ->
                                table.aliases(connection).map(aliases -> PriceBook.of(prices, markups, aliases))));
    }

    private void use(PriceBook read, String readState) {
        book = read;
        state = readState;
        LOG.infof("price book loaded: models=%d rows=%s", read.sheets().size(), readState);
        changes.fireAsync(new PricesChanged(read));
    }

    /** A released row that was edited would change what an id on old ledger lines means. */
    private static void requireUnchanged(List<ListedPrice> seed, List<ListedPrice> stored) {
        SeedCheck.findEdited(seed, stored).ifPresent(edited -> {
            throw new IllegalStateException("the price seed's row for " + edited.key() + " "
                    + edited.version().meter().wireName() + " (id "
                    + edited.version().id()
                    + ") differs from the one entered earlier; restore it and append a row with a later 'recorded'");
        });
    }
}
