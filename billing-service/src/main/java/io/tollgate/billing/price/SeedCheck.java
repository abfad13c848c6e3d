package io.tollgate.billing.price;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds seed rows that were edited after they were entered. */
final class SeedCheck {

    private SeedCheck() {}

    static Optional<ListedPrice> findEdited(List<ListedPrice> seed, List<ListedPrice> stored) {
        Map<String, ListedPrice> byId = new HashMap<>();
        stored.forEach(price -> byId.put(price.version().id(), price));
        return seed.stream().filter(price -> isEdited(price, byId)).findFirst();
    }

    private static boolean isEdited(ListedPrice seeded, Map<String, ListedPrice> byId) {
        ListedPrice stored = byId.get(seeded.version().id());
        return stored != null
                && !Objects.equals(
                        stored.version().unitPricePico(), seeded.version().unitPricePico());
    }
}
