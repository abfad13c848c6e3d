package io.tollgate.billing.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another name of a provider's model, from an instant on. Rows are appended; of two for one instant the later entered wins.
 *
 * @param model the model whose prices apply, null ends the alias
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record Alias(String provider, String alias, @Nullable String model, Instant effectiveFrom, Instant recordedAt) {

    /** @param aliases of one name, in any order */
    static Optional<Alias> inForce(List<Alias> aliases, Instant at) {
        return aliases.stream()
                .filter(alias -> !alias.effectiveFrom.isAfter(at))
                .max(Comparator.comparing(Alias::effectiveFrom).thenComparing(Alias::recordedAt));
    }

    String key() {
        return PriceBook.key(provider, alias);
    }
}
