package io.tollgate.billing.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A price that somebody would like to be in the book.
 *
 * @param scope {@code list}, or the organization whose own price it is
 * @param region empty for everywhere
 * @param contextFrom the row applies to calls that read at least this many tokens
 * @param unitPricePico pico-dollars for {@code perQuantity} units, null withdraws the price
 * @param effectiveFrom ISO instant; may be in the future
 * @param sourceDate ISO date at which the source said so
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonNaming(SnakeCaseStrategy.class)
record ProposedPrice(
        String scope,
        String provider,
        String model,
        String region,
        String serviceTier,
        String meter,
        long contextFrom,
        @Nullable Long unitPricePico,
        int perQuantity,
        String effectiveFrom,
        String source,
        @Nullable String sourceUrl,
        @Nullable String sourceDate,
        String note) {

    /** A list price that is in force everywhere from an instant on. */
    static ProposedPrice listed(
            String provider,
            String model,
            String tier,
            Meter meter,
            long contextFrom,
            UnitPrice price,
            Instant from,
            String source) {
        return new ProposedPrice(
                ListedPrice.LIST,
                provider,
                model,
                ListedPrice.EVERYWHERE,
                tier,
                meter.wireName(),
                contextFrom,
                price.pico(),
                price.perQuantity(),
                from.toString(),
                source,
                null,
                null,
                "");
    }

    Meter counted() {
        return Meter.ofWireName(meter);
    }

    Instant from() {
        return Instant.parse(effectiveFrom);
    }

    ListedPrice entered(String id, Instant recordedAt) {
        PriceVersion version = new PriceVersion(
                id, counted(), serviceTier, contextFrom, unitPricePico, perQuantity, from(), recordedAt, source);
        return new ListedPrice(scope, provider, model, region, ListedPrice.USD, note, sourceUrl, sourceDate, version);
    }

    /** What one row is a price of, whatever it costs and from when on. */
    Subject subject() {
        return new Subject(scope, provider, model, region, serviceTier, meter, contextFrom);
    }

    /** The same for a row that is in the book. */
    static Subject subject(ListedPrice price) {
        PriceVersion version = price.version();
        return new Subject(
                price.scope(),
                price.provider(),
                price.model(),
                price.region(),
                version.serviceTier(),
                version.meter().wireName(),
                version.contextFrom());
    }

    record Subject(
            String scope,
            String provider,
            String model,
            String region,
            String serviceTier,
            String meter,
            long contextFrom) {

        /** Of another meter, or with another one's name. */
        Subject of(Meter other) {
            return new Subject(scope, provider, model, region, serviceTier, other.wireName(), contextFrom);
        }
    }
}
