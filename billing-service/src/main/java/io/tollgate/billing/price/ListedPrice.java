package io.tollgate.billing.price;

import io.tollgate.contracts.price.PriceVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of the price book with what it is the price of.
 *
 * @param scope {@link #LIST}, or the organization whose own price it is
 * @param region empty for everywhere
 * @param currency ISO 4217; only US dollars are rated with
 * @param note what a reader should know about the figure, empty if nothing
 * @param sourceUrl where the source can be read
 * @param sourceDate when the source said so, an ISO date
 */
record ListedPrice(
        String scope,
        String provider,
        String model,
        String region,
        String currency,
        String note,
        @Nullable String sourceUrl,
        @Nullable String sourceDate,
        PriceVersion version) {

    static final String USD = "USD";
    static final String LIST = "list";
    static final String EVERYWHERE = "";

    /** A list price in dollars, everywhere. */
    ListedPrice(String provider, String model, String currency, String note, PriceVersion version) {
        this(LIST, provider, model, EVERYWHERE, currency, note, null, null, version);
    }

    /** The key of the compacted topic and of the price book. */
    String key() {
        return PriceBook.key(provider, model);
    }

    /** Usage names no currency, so only dollars can be rated with. */
    boolean isRatedWith() {
        return currency.equals(USD);
    }

    /** The versions by region, {@link #EVERYWHERE} included if there are any; in the order of the rows. */
    static Map<String, List<PriceVersion>> byRegion(List<ListedPrice> rows) {
        Map<String, List<PriceVersion>> regions = new TreeMap<>();
        for (ListedPrice row : rows) {
            regions.computeIfAbsent(row.region, ignored -> new ArrayList<>()).add(row.version);
        }
        return regions;
    }

    boolean isList() {
        return scope.equals(LIST);
    }
}
