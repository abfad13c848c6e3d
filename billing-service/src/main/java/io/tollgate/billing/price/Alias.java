package io.tollgate.billing.price;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another name of a provider's model, from an instant on. Rows are appended; of two for one instant the later entered wins.
 *
 * @param model the model whose prices apply, null ends the alias
 */
record Alias(String provider, String alias, @Nullable String model, Instant effectiveFrom, Instant recordedAt) {

    String key() {
        return PriceBook.key(provider, alias);
    }
}
