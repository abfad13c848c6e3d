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

    /** What each column is the price of, and for how many units: most for a million. */
    private static final Map<String, Column> COLUMNS = Map.ofEntries(
            Map.entry("input", new Column(Meter.INPUT_UNCACHED, MILLION_SCALE)),
            Map.entry("input_cached", new Column(Meter.INPUT_CACHED, MILLION_SCALE)),
            Map.entry("cache_write_5m", new Column(Meter.CACHE_WRITE_5M, MILLION_SCALE)),
            Map.entry("cache_write_1h", new Column(Meter.CACHE_WRITE_1H, MILLION_SCALE)),
            Map.entry("output", new Column(Meter.OUTPUT_TEXT, MILLION_SCALE)),
            Map.entry("reasoning", new Column(Meter.OUTPUT_REASONING, MILLION_SCALE)),
            Map.entry("input_audio", new Column(Meter.INPUT_AUDIO, MILLION_SCALE)),
            Map.entry("output_audio", new Column(Meter.OUTPUT_AUDIO, MILLION_SCALE)),
            Map.entry("input_image", new Column(Meter.INPUT_IMAGE, MILLION_SCALE)),
            Map.entry("web_search", new Column(Meter.WEB_SEARCH_CALLS, THOUSAND_SCALE)),
            Map.entry("image", new Column(Meter.IMAGES, 0)),
            Map.entry("audio_second", new Column(Meter.AUDIO_SECONDS, 0)),
            Map.entry("character", new Column(Meter.INPUT_CHARACTERS, MILLION_SCALE)));

    private record Column(Meter meter, int quantityScale) {}

    /** @throws IllegalArgumentException naming the line, if a field does not make sense */
    List<ListedPrice> prices() {
        List<ListedPrice> prices = new ArrayList<>();
        COLUMNS.forEach((name, column) -> {
            // A file may leave out a column that it has no price for.
            String usd = fields.getOrDefault(name, "");
            if (!usd.isEmpty()) {
                prices.add(price(column.meter(), usd, column.quantityScale()));
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
