package io.tollgate.billing.price;

import io.tollgate.contracts.price.ModelName;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All prices at one moment of knowledge, immutable: rating needs no database.
 *
 * @param sheets by {@link #key}
 */
public record PriceBook(Map<String, PriceSheet> sheets) {

    public static final PriceBook EMPTY = new PriceBook(Map.of());

    public PriceBook {
        sheets = Map.copyOf(sheets);
    }

    static PriceBook of(List<ListedPrice> prices) {
        Map<String, List<PriceVersion>> versions = new HashMap<>();
        for (ListedPrice price : prices) {
            if (price.currency().equals(ListedPrice.USD)) {
                versions.computeIfAbsent(price.key(), ignored -> new ArrayList<>())
                        .add(price.version());
            }
        }
        Map<String, PriceSheet> sheets = new HashMap<>();
        versions.forEach((key, rows) -> sheets.put(key, new PriceSheet(rows)));
        return new PriceBook(sheets);
    }

    static String key(String provider, String model) {
        return provider + "/" + model;
    }

    /** The prices of a provider's model, found by the rule of {@link ModelName}; empty if the model is not listed. */
    public Optional<PriceSheet> sheet(String provider, String model) {
        for (String candidate : ModelName.candidates(model)) {
            @Nullable PriceSheet sheet = sheets.get(key(provider, candidate));
            if (sheet != null) {
                return Optional.of(sheet);
            }
        }
        return Optional.empty();
    }
}
