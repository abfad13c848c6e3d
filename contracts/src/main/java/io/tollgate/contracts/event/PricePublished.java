package io.tollgate.contracts.event;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import java.util.List;
import java.util.Objects;

/**
 * All price versions of one provider's model, in force and to come. Key of the compacted topic: {@code provider/model}.
 *
 * @param version grows with every change of this model's prices; readers ignore older ones
 * @param provider the provider's name in the price book
 * @param model the provider's model
 * @param currency ISO 4217; amounts in other currencies than USD are not published
 * @param versions every price version ever approved for the model
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PricePublished(
        long version, String provider, String model, String currency, List<PriceVersion> versions) {

    public PricePublished {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(currency, "currency");
        if (version < 1) {
            throw new IllegalArgumentException(
                    "version of prices of " + provider + "/" + model + " must be 1 or more: " + version);
        }
        versions = List.copyOf(Objects.requireNonNull(versions, "versions"));
        // Refuses what no reader could rate by.
        PriceSheet _ = new PriceSheet(versions);
    }
}
