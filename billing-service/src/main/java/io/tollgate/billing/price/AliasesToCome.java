package io.tollgate.billing.price;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.tollgate.billing.lifecycle.AdvisoryLock;
import io.tollgate.billing.lifecycle.StartUp;
import io.tollgate.billing.outbox.Outbox;
import io.tollgate.billing.outbox.OutboxMessage;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes aliases when they come into force: readers of the price topic know no alias before, and nothing else is said of
 * it then. Every process does so; what two of them say is the same, in the same version.
 */
@ApplicationScoped
class AliasesToCome {

    /** How long the transaction that adds an alias may take: one that comes into force meanwhile is found all the same. */
    private static final Duration OPEN_TRANSACTIONS = Duration.ofSeconds(30);

    private final Pool pool;
    private final PriceTable table;
    private final Outbox outbox;
    private final StartUp startUp;
    private final Clock clock;

    /** Up to when all is said: what start-up republishes is later than this. */
    private volatile Instant said;

    AliasesToCome(Pool pool, PriceTable table, Outbox outbox, StartUp startUp, Clock clock) {
        this.pool = pool;
        this.table = table;
        this.outbox = outbox;
        this.startUp = startUp;
        this.clock = clock;
        this.said = clock.instant();
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> publish() {
        if (!startUp.isCompleted()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return pool.withConnection(table::aliases)
                .map(aliases -> aliases.stream()
                        .filter(alias -> alias.effectiveFrom().isAfter(said)
                                && !alias.effectiveFrom().isAfter(now))
                        .map(Alias::key)
                        .collect(Collectors.toSet()))
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pool.withTransaction(transaction -> publish(transaction, due, now)))
                .invoke(() -> said = now.minus(OPEN_TRANSACTIONS));
    }

    private Uni<Void> publish(SqlConnection transaction, Set<String> due, Instant now) {
        return AdvisoryLock.START_UP
                .exclusive(transaction)
                .chain(() -> table.approved(transaction))
                .chain(book -> table.aliases(transaction)
                        .chain(aliases -> outbox.append(transaction, messages(book, aliases, due, now))));
    }

    private static List<OutboxMessage> messages(
            List<ListedPrice> book, List<Alias> aliases, Set<String> due, Instant now) {
        return PublishedPrices.messages(book, aliases, due::contains, now);
    }
}
