package io.tollgate.billing.rerating;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.ledger.Corrections;
import io.tollgate.billing.ledger.Reason;
import io.tollgate.billing.lifecycle.Independently;
import io.tollgate.billing.lifecycle.StartUp;
import io.tollgate.billing.price.Prices;
import io.tollgate.billing.price.PricesChanged;
import io.tollgate.billing.telemetry.BillingMetrics;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Rates what waits for a price, as soon as the book lists its model. */
@ApplicationScoped
class LatePrices {

    private static final Logger LOG = Logger.getLogger(LatePrices.class);
    private static final int PAGE = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private static final String MODELS = "SELECT DISTINCT provider, model FROM unrated_queue";
    private static final String WAITING = "SELECT count(*) AS waiting FROM unrated_queue";
    private static final String NEXT = """
            SELECT attempt_id FROM unrated_queue
            WHERE provider = $1 AND model = $2 AND attempt_id > $3 ORDER BY attempt_id LIMIT $4""";

    private final Pool pool;
    private final Prices prices;
    private final Corrections corrections;
    private final StartUp startUp;
    private final BillingMetrics metrics;
    private final AtomicBoolean running = new AtomicBoolean();

    LatePrices(Pool pool, Prices prices, Corrections corrections, StartUp startUp, BillingMetrics metrics) {
        this.pool = pool;
        this.prices = prices;
        this.corrections = corrections;
        this.startUp = startUp;
        this.metrics = metrics;
    }

    void onNewPrices(@ObservesAsync PricesChanged changed) {
        sweep().subscribe()
                .with(rated -> {}, failure -> LOG.warn("late prices not applied, tried again soon", failure));
    }

    /** Also finds what was queued while the book changed, and what a crash left. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweepRegularly() {
        return sweep().replaceWithVoid();
    }

    /** How many attempts were rated; none if another sweep is at work. */
    Uni<Integer> sweep() {
        if (!startUp.isCompleted() || !running.compareAndSet(false, true)) {
            return Uni.createFrom().item(0);
        }
        return pool.query(MODELS)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .filter(this::isListed)
                        .toList())
                .chain(models -> sweep(models))
                .call(this::count)
                .eventually(() -> running.set(false));
    }

    private boolean isListed(Row row) {
        return prices.book().isListed(row.getString("provider"), row.getString("model"));
    }

    private Uni<Integer> sweep(List<Row> models) {
        AtomicInteger rated = new AtomicInteger();
        return Independently.forEach(
                        models,
                        model -> "late prices, provider=" + model.getString("provider") + " model="
                                + model.getString("model"),
                        model -> sweep(model.getString("provider"), model.getString("model"), BEGINNING, rated))
                .map(ignored -> rated.get());
    }

    private Uni<Void> sweep(String provider, String model, UUID after, AtomicInteger rated) {
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of(provider, model, after, PAGE))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("attempt_id"))
                        .toList())
                .chain(attempts -> attempts.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : corrections
                                .apply(attempts, Reason.LATE_PRICE, null)
                                .invoke(changes -> rated.addAndGet(changes.size()))
                                .chain(() -> sweep(provider, model, attempts.getLast(), rated)));
    }

    private Uni<Void> count(int rated) {
        if (rated > 0) {
            LOG.infof("attempts rated by late prices: rated=%d", rated);
        }
        return pool.query(WAITING)
                .execute()
                .invoke(rows -> metrics.unratedWaiting(rows.iterator().next().getLong("waiting")))
                .replaceWithVoid();
    }
}
