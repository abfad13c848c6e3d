package io.tollgate.billing.price;

import io.smallrye.mutiny.Uni;
import io.tollgate.billing.outbox.CurrentState;
import io.tollgate.billing.outbox.OutboxMessage;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PricePublished;
import io.tollgate.contracts.price.PriceVersion;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list prices as the compacted price topic shows them: one value a model, with all its versions, and one an alias,
 * with those of the model behind it. Prices of single organizations are not published.
 */
@ApplicationScoped
class PublishedPrices implements CurrentState {

    private final Prices prices;
    private final PriceTable table;
    private final Clock clock;

    PublishedPrices(Prices prices, PriceTable table, Clock clock) {
        this.prices = prices;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Uni<List<OutboxMessage>> lockAndDescribe(SqlConnection transaction) {
        Instant now = clock.instant();
        return prices.approved(transaction)
                .chain(stored ->
                        table.aliases(transaction).map(aliases -> messages(stored, aliases, model -> true, now)));
    }

    /** @param touched the {@link PriceBook#key} of each model to publish; its aliases follow */
    static List<OutboxMessage> messages(
            List<ListedPrice> prices, List<Alias> aliases, Predicate<String> touched, Instant now) {
        Map<String, List<ListedPrice>> byModel = prices.stream()
                .filter(price -> price.isList() && price.isRatedWith())
                .collect(Collectors.groupingBy(ListedPrice::key, TreeMap::new, Collectors.toList()));
        List<OutboxMessage> messages = new ArrayList<>();
        byModel.forEach((key, rows) -> {
            if (touched.test(key)) {
                ListedPrice first = rows.getFirst();
                // Rows are only ever added, so their number is a version that grows with every change.
                messages.add(message(first.provider(), first.model(), rows.size(), rows, now));
            }
        });
        // Rows are only ever added and come into force: the sum grows with each, and readers take what is greater.
        long inForce = aliases.stream()
                .filter(alias -> !alias.effectiveFrom().isAfter(now))
                .count();
        long knowledge = (long) prices.size() + aliases.size() + inForce;
        newest(aliases, now).forEach((key, alias) -> {
            @Nullable String model = alias.model();
            String target = model == null ? "" : PriceBook.key(alias.provider(), model);
            if (!byModel.containsKey(key) && (touched.test(key) || touched.test(target))) {
                List<ListedPrice> rows = byModel.getOrDefault(target, List.of());
                // Of all rows, because an alias may move to a model that has fewer.
                messages.add(message(alias.provider(), alias.alias(), knowledge, rows, now));
            }
        });
        return messages;
    }

    private static Map<String, Alias> newest(List<Alias> aliases, Instant now) {
        Comparator<Alias> order = Comparator.comparing(Alias::effectiveFrom).thenComparing(Alias::recordedAt);
        Map<String, Alias> newest = new TreeMap<>();
        aliases.stream()
                .filter(alias -> !alias.effectiveFrom().isAfter(now))
                .sorted(order)
                .forEach(alias -> newest.put(alias.key(), alias));
        return newest;
    }

    private static OutboxMessage message(
            String provider, String model, long version, List<ListedPrice> rows, Instant now) {
        Map<String, List<PriceVersion>> regions = ListedPrice.byRegion(rows);
        List<PriceVersion> everywhere = regions.remove(ListedPrice.EVERYWHERE);
        String key = PriceBook.key(provider, model);
        return OutboxMessage.of(
                EventType.PRICE_PUBLISHED,
                key,
                key + ":" + version,
                "price/" + key,
                now,
                new PricePublished(
                        version,
                        provider,
                        model,
                        ListedPrice.USD,
                        everywhere == null ? List.of() : everywhere,
                        regions.entrySet().stream()
                                .map(region -> new PricePublished.Regional(region.getKey(), region.getValue()))
                                .toList()),
                null);
    }
}
