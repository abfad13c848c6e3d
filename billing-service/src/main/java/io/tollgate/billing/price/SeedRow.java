package io.tollgate.billing.price;

import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the seed file: the prices of a model's meters in one tier and context step from one instant on.
 *
 * @param fields by column name; empty where the line says nothing, {@code withdrawn} where a price ends
 */
record SeedRow(int line, Map<String, String> fields) {

    private static final int PICO_SCALE = 12;
    private static final int MILLION_SCALE = 6;
    private static final int THOUSAND_SCALE = 3;
    private static final int ID_BYTES = 8;

    /** Stands where a price ends and none follows. */
    private static final String WITHDRAWN = "withdrawn";

    /** Column and meter; the price of a web search is per thousand calls, all others per million tokens. */
    private static final Map<String, Meter> METERS = Map.of(
            "input", Meter.INPUT_UNCACHED,
            "input_cached", Meter.INPUT_CACHED,
            "cache_write_5m", Meter.CACHE_WRITE_5M,
            "cache_write_1h", Meter.CACHE_WRITE_1H,
            "output", Meter.OUTPUT_TEXT,
            "reasoning", Meter.OUTPUT_REASONING,
            "input_audio", Meter.INPUT_AUDIO,
            "output_audio", Meter.OUTPUT_AUDIO,
            "input_image", Meter.INPUT_IMAGE,
            "web_search", Meter.WEB_SEARCH_CALLS);

    /** @throws IllegalArgumentException naming the line, if a field does not make sense */
    List<ListedPrice> prices() {
        List<ListedPrice> prices = new ArrayList<>();
        METERS.forEach((column, meter) -> {
            String usd = field(column);
            if (!usd.isEmpty()) {
                prices.add(price(meter, usd, meter == Meter.WEB_SEARCH_CALLS ? THOUSAND_SCALE : MILLION_SCALE));
            }
        });
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("line " + line + " of the price seed gives no price");
        }
        return prices;
    }

    private ListedPrice price(Meter meter, String usd, int quantityScale) {
        try {
            @Nullable Long pico = usd.equals(WITHDRAWN) ? null : pico(usd, quantityScale);
            long contextFrom = Long.parseLong(field("context_from"));
            Instant effectiveFrom =
                    field("effective_from").isEmpty() ? Instant.EPOCH : startOfDay(field("effective_from"));
            Instant recordedAt = startOfDay(field("recorded"));
            String id = id(meter, contextFrom, effectiveFrom, recordedAt);
            PriceVersion version = new PriceVersion(
                    id, meter, field("service_tier"), contextFrom, pico, 1, effectiveFrom, recordedAt, field("source"));
            return new ListedPrice(field("provider"), field("model"), ListedPrice.USD, field("note"), version);
        } catch (ArithmeticException | NumberFormatException failure) {
            throw new IllegalArgumentException(
                    "line " + line + " of the price seed: '" + usd + "' for " + meter.wireName()
                            + " is not a whole number of pico-dollars a unit",
                    failure);
        }
    }

    private static Long pico(String usd, int quantityScale) {
        return new BigDecimal(usd).movePointRight(PICO_SCALE - quantityScale).longValueExact();
    }

    /** Made of the natural key, so that every installation has the same ids. */
    private String id(Meter meter, long contextFrom, Instant effectiveFrom, Instant recordedAt) {
        String key = String.join(
                "|",
                field("provider"),
                field("model"),
                meter.wireName(),
                field("service_tier"),
                Long.toString(contextFrom),
                effectiveFrom.toString(),
                recordedAt.toString());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "price_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private String field(String column) {
        String value = fields.get(column);
        if (value == null) {
            throw new IllegalArgumentException("line " + line + " of the price seed has no column '" + column + "'");
        }
        return value;
    }

    private static Instant startOfDay(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
