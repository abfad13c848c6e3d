package io.tollgate.billing.price;

import io.tollgate.contracts.price.PriceVersion;

/**
 * A row of the price book with what it is the price of.
 *
 * @param currency ISO 4217; only US dollars are rated with
 * @param note what a reader should know about the figure, empty if nothing
 */
record ListedPrice(String provider, String model, String currency, String note, PriceVersion version) {

    static final String USD = "USD";

    /** The key of the compacted topic and of the price book. */
    String key() {
        return PriceBook.key(provider, model);
    }
}
