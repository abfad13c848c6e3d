package io.tollgate.billing.price;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.outbox.CurrentState;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PricePublished;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The price book as the compacted price topic shows it: one value a model, with all its versions. */
@ApplicationScoped
class PublishedPrices implements CurrentState {

    private final Prices prices;
    private final Clock clock;

    PublishedPrices(Prices prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public Uni<List<OutboxMessage>> lockAndDescribe(SqlConnection transaction) {
        Instant now = clock.instant();
        return prices.approved(transaction).map(stored -> messages(stored, now));
    }

    static List<OutboxMessage> messages(List<ListedPrice> prices, Instant now) {
        Map<String, List<ListedPrice>> byModel = prices.stream()
                .filter(price -> price.isList() && price.isRatedWith())
                .collect(Collectors.groupingBy(ListedPrice::key, TreeMap::new, Collectors.toList()));
        return byModel.values().stream().map(rows -> message(rows, now)).toList();
    }

    /** Rows are only ever added, so their number is a version that grows with every change. */
    private static OutboxMessage message(List<ListedPrice> rows, Instant now) {
        ListedPrice first = rows.getFirst();
        PricePublished published = new PricePublished(
                rows.size(),
                first.provider(),
                first.model(),
                first.currency(),
                rows.stream().map(ListedPrice::version).toList());
        return OutboxMessage.of(
                EventType.PRICE_PUBLISHED,
                first.key(),
                first.key() + ":" + rows.size(),
                "price/" + first.key(),
                now,
                published,
                null);
    }
}
