package io.tollgate.chat.pricing;

import io.tollgate.contracts.event.PricePublished;
import io.tollgate.contracts.price.PriceSheet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every model's newest price sheet. */
public final class PriceView {

    private record Published(long version, PriceSheet sheet) {}

    private final Map<String, Published> byModel = new ConcurrentHashMap<>();

    /** Takes a newer sheet; an older or equal one is ignored. */
    public void accept(PricePublished prices) {
        Published candidate = new Published(prices.version(), prices.sheet());
        byModel.merge(
                name(prices.provider(), prices.model()),
                candidate,
                (known, newer) -> newer.version() > known.version() ? newer : known);
    }

    /** @return empty if the model has no price: its usage is unrated, not free */
    public Optional<PriceSheet> sheet(String provider, String model) {
        return Optional.ofNullable(byModel.get(name(provider, model))).map(Published::sheet);
    }

    private static String name(String provider, String model) {
        return provider + "/" + model;
    }
}
