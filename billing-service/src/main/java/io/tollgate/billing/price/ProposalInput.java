package io.tollgate.billing.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.billing.failure.JsonInput;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proposal as it comes in.
 *
 * @param prices 1 to {@link #MOST_PRICES}
 */
record ProposalInput(String note, List<ProposedPrice> prices) {

    static final int MOST_PRICES = 20_000;

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NOTE = 500;
    private static final long MOST_TOKENS = 1_000_000_000L;
    private static final int MOST_QUANTITY = 1_000_000;
    private static final Map<String, Meter> METERS =
            Arrays.stream(Meter.values()).collect(Collectors.toUnmodifiableMap(Meter::wireName, Function.identity()));

    /** @throws ApiException 400 with every problem of every price */
    static ProposalInput read(ObjectMapper json, byte[] body) {
        JsonNode root = tree(json, body);
        JsonNode rows = root.path("prices");
        if (!rows.isArray() || rows.isEmpty() || rows.size() > MOST_PRICES) {
            throw ApiException.invalid("'prices' must be an array of 1 to " + MOST_PRICES + " prices.", "prices");
        }
        List<ProposedPrice> prices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            try {
                prices.add(price(JsonInput.parse(json, json.writeValueAsBytes(rows.get(row)))));
            } catch (ApiException problem) {
                problems.add("prices[" + row + "]: " + problem.getMessage());
            } catch (JsonProcessingException unwritable) {
                throw new IllegalStateException("JSON that was read cannot be written", unwritable);
            }
        }
        if (problems.isEmpty()) {
            problems.addAll(repetitions(prices));
        }
        if (!problems.isEmpty()) {
            throw ApiException.invalid(String.join(" ", problems), "prices");
        }
        String note = root.path("note").asText("").strip();
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            throw ApiException.invalid("'note' must have 1 to " + LONGEST_NOTE + " characters.", "note");
        }
        return new ProposalInput(note, prices);
    }

    /** Of two prices of the same thing from the same instant, only one could be entered: which is not ours to guess. */
    private static List<String> repetitions(List<ProposedPrice> prices) {
        List<String> problems = new ArrayList<>();
        Map<List<Object>, Integer> first = new HashMap<>();
        for (int row = 0; row < prices.size(); row++) {
            ProposedPrice price = prices.get(row);
            Integer before = first.putIfAbsent(List.of(price.subject(), price.from()), row);
            if (before != null) {
                problems.add(
                        "prices[" + row + "] is of the same thing, from the same instant, as prices[" + before + "].");
            }
        }
        return problems;
    }

    static JsonNode tree(ObjectMapper json, byte[] body) {
        try {
            JsonNode root = json.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(body);
            if (root == null || !root.isObject()) {
                throw ApiException.invalid("The body must be a JSON object.", null);
            }
            return root;
        } catch (IOException malformed) {
            throw ApiException.invalid("The body is not valid JSON: " + malformed.getMessage(), null);
        }
    }

    private static ProposedPrice price(JsonInput input) {
        String meter = input.requiredChoice("meter", METERS).wireName();
        @Nullable
        Long pico = input.isAbsent("unit_price_pico") ? null : input.integer("unit_price_pico", 0, Long.MAX_VALUE);
        boolean withdrawn = input.choice("withdrawn", Map.of("true", true, "false", false), false);
        if (pico == null && !withdrawn) {
            input.problem("unit_price_pico", "is required; \"withdrawn\":\"true\" ends a price without a new one");
        }
        ProposedPrice price = new ProposedPrice(
                input.optionalText("scope", LONGEST_NAME).orElse(ListedPrice.LIST),
                input.text("provider", LONGEST_NAME),
                input.text("model", LONGEST_NAME),
                input.optionalText("region", LONGEST_NAME).orElse(ListedPrice.EVERYWHERE),
                input.optionalText("service_tier", LONGEST_NAME).orElse(PriceVersion.DEFAULT_TIER),
                meter,
                input.isAbsent("context_from") ? 0 : input.integer("context_from", 0, MOST_TOKENS),
                pico,
                input.isAbsent("per_quantity") ? 1 : (int) input.integer("per_quantity", 1, MOST_QUANTITY),
                input.text("effective_from", LONGEST_NAME),
                input.text("source", LONGEST_NAME),
                input.optionalText("source_url", LONGEST_NOTE).orElse(null),
                input.optionalText("source_date", LONGEST_NAME).orElse(null),
                input.optionalText("note", LONGEST_NOTE).orElse(""));
        requireTime(input, "effective_from", Optional.of(price.effectiveFrom()), Instant::parse);
        requireTime(input, "source_date", Optional.ofNullable(price.sourceDate()), LocalDate::parse);
        input.finish();
        return price;
    }

    private static void requireTime(
            JsonInput input, String field, Optional<String> text, Function<String, Object> parser) {
        try {
            if (text.isPresent()) {
                Object _ = parser.apply(text.get());
            }
        } catch (DateTimeException malformed) {
            input.problem(field, "must be an ISO 8601 time, such as 2026-12-01T00:00:00Z or 2026-12-01");
        }
    }
}
