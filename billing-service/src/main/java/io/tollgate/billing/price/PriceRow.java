package io.tollgate.billing.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.price.PriceVersion;
import org.jspecify.annotations.Nullable;

/** A row of the book as the API shows it. Times as ISO instants; a null price withdraws. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record PriceRow(
        String object,
        String id,
        String scope,
        String provider,
        String model,
        String region,
        String serviceTier,
        String meter,
        long contextFrom,
        @Nullable Long unitPricePico,
        int perQuantity,
        String currency,
        String effectiveFrom,
        String recordedAt,
        String source,
        @Nullable String sourceUrl,
        @Nullable String sourceDate,
        String note) {

    static PriceRow of(ListedPrice price) {
        PriceVersion version = price.version();
        return new PriceRow(
                "price",
                version.id(),
                price.scope(),
                price.provider(),
                price.model(),
                price.region(),
                version.serviceTier(),
                version.meter().wireName(),
                version.contextFrom(),
                version.unitPricePico(),
                version.perQuantity(),
                price.currency(),
                version.effectiveFrom().toString(),
                version.recordedAt().toString(),
                version.source(),
                price.sourceUrl(),
                price.sourceDate(),
                price.note());
    }
}
