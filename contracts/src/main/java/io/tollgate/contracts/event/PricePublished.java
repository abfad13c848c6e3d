package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All price versions of one provider's model, in force and to come. Key of the compacted topic: {@code provider/model}.
 *
 * @param version grows with every change of this model's prices; readers ignore older ones
 * @param provider the provider's name in the price book
 * @param model the provider's model
 * @param currency ISO 4217; amounts in other currencies than USD are not published
 * @param versions every price version ever approved for the model, without those of a single region
 * @param regions the versions of single regions, each region once; they go before the others where usage names the region
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PricePublished(
        long version,
        String provider,
        String model,
        String currency,
        List<PriceVersion> versions,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<Regional> regions) {

    public PricePublished {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(currency, "currency");
        if (version < 1) {
            throw new IllegalArgumentException(
                    "version of prices of " + provider + "/" + model + " must be 1 or more: " + version);
        }
        versions = List.copyOf(Objects.requireNonNull(versions, "versions"));
        regions = regions == null ? List.of() : List.copyOf(regions);
        // Refuses what no reader could rate by.
        PriceSheet _ = sheet(versions, regions);
    }

    /** Never null: a model without regional prices leaves the field away. */
    @Override
    public List<Regional> regions() {
        return regions == null ? List.of() : regions;
    }

    /** What usage of the model is rated by. */
    public PriceSheet sheet() {
        return sheet(versions, regions());
    }

    private static PriceSheet sheet(List<PriceVersion> versions, List<Regional> regions) {
        Map<String, List<PriceVersion>> byRegion = new HashMap<>();
        for (Regional regional : regions) {
            if (byRegion.put(regional.region(), regional.versions()) != null) {
                throw new IllegalArgumentException("region " + regional.region() + " is there twice");
            }
        }
        return new PriceSheet(versions, byRegion);
    }

    /**
     * The prices of one region.
     *
     * @param region as usage names it
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Regional(String region, List<PriceVersion> versions) {

        public Regional {
            Objects.requireNonNull(region, "region");
            versions = List.copyOf(Objects.requireNonNull(versions, "versions"));
        }
    }
}
