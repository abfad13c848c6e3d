package io.tollgate.billing.price;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.StartUpTask;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Enters the seed's new rows at start, and holds the book that rates. */
@ApplicationScoped
public class Prices implements StartUpTask {

    private static final Logger LOG = Logger.getLogger(Prices.class);

    private final Pool pool;
    private final PriceTable table;
    private volatile PriceBook book = PriceBook.EMPTY;

    Prices(Pool pool, PriceTable table) {
        this.pool = pool;
        this.table = table;
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
                .invoke(this::use)
                .replaceWithVoid();
    }

    /** The prices known now. */
    public PriceBook book() {
        return book;
    }

    Uni<List<ListedPrice>> approved(SqlConnection transaction) {
        return AdvisoryLock.START_UP.exclusive(transaction).chain(() -> table.approved(transaction));
    }

    private void use(List<ListedPrice> prices) {
        book = PriceBook.of(prices);
        LOG.infof("price book loaded: models=%d prices=%d", book.sheets().size(), prices.size());
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
