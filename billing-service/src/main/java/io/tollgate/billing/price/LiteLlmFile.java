package io.tollgate.billing.price;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.billing.failure.ApiException;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's price file: one object a model, dollars for one unit in fields whose names say what they are the price of.
 * What has no meter here (pixels, video, sessions) is left out, and so is the file's sample entry.
 */
record LiteLlmFile(JsonNode models, Instant effectiveFrom, String source) {

    /** The file's name of a provider and ours, where they differ. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "gemini", "google",
            "dashscope", "qwen",
            "together_ai", "together",
            "cohere_chat", "cohere",
            "text-completion-openai", "openai",
            "azure", "azure.ai.openai");

    private static final Map<String, Meter> TOKENS = Map.of(
            "input_cost_per_token", Meter.INPUT_UNCACHED,
            "output_cost_per_token", Meter.OUTPUT_TEXT,
            "cache_read_input_token_cost", Meter.INPUT_CACHED,
            "cache_creation_input_token_cost", Meter.CACHE_WRITE_5M,
            "output_cost_per_reasoning_token", Meter.OUTPUT_REASONING,
            "input_cost_per_audio_token", Meter.INPUT_AUDIO,
            "output_cost_per_audio_token", Meter.OUTPUT_AUDIO,
            "input_cost_per_image_token", Meter.INPUT_IMAGE,
            "input_cost_per_character", Meter.INPUT_CHARACTERS,
            "output_cost_per_image", Meter.IMAGES);

    private static final Pattern FIELD = Pattern.compile("(?<base>[a-z_]+?)(?<hour>_above_1hr)?"
            + "(?:_above_(?<thousands>\\d{1,5})k_tokens)?(?:_(?<tier>batches|flex|priority))?");
    private static final long THOUSAND = 1_000;
    private static final Set<String> AUDIO_MODES = Set.of("audio_transcription");

    /** What it says about these providers, all if none is named. */
    List<ProposedPrice> prices(Set<String> providers) {
        List<ProposedPrice> prices = new ArrayList<>();
        models.fieldNames().forEachRemaining(name -> {
            JsonNode model = models.get(name);
            String theirs = model.path("litellm_provider").asText("");
            String provider = PROVIDERS.getOrDefault(theirs, theirs);
            boolean wanted = providers.isEmpty() || providers.contains(provider);
            if (!provider.isEmpty() && wanted && !name.equals("sample_spec")) {
                String own = name.startsWith(theirs + "/") ? name.substring(theirs.length() + 1) : name;
                prices.addAll(prices(provider, own, model));
            }
        });
        return prices;
    }

    private List<ProposedPrice> prices(String provider, String name, JsonNode model) {
        Map<ProposedPrice.Subject, ProposedPrice> prices = new LinkedHashMap<>();
        model.fieldNames().forEachRemaining(field -> {
            JsonNode value = model.get(field);
            Matcher parts = FIELD.matcher(field);
            if (value.isNumber() && parts.matches()) {
                Meter meter = meter(parts, model.path("mode").asText(""));
                BigDecimal usd = value.decimalValue();
                // A zero on the side that a model does not have, such as the output of embeddings, says nothing.
                if (meter != null && !(usd.signum() == 0 && meter == Meter.OUTPUT_TEXT)) {
                    ProposedPrice price = price(provider, name, parts, meter, unitPrice(name, field, usd));
                    prices.put(price.subject(), price);
                }
            }
        });
        return List.copyOf(prices.values());
    }

    private static UnitPrice unitPrice(String name, String field, BigDecimal usd) {
        if (usd.signum() < 0) {
            throw ApiException.invalid("A price must not be below zero: " + field + " of " + name + ".", null);
        }
        try {
            return UnitPrice.ofUsd(usd);
        } catch (ArithmeticException outOfRange) {
            throw ApiException.invalid(
                    "A price cannot be kept: " + field + " of " + name + ", " + outOfRange.getMessage() + ".", null);
        }
    }

    private ProposedPrice price(String provider, String name, Matcher parts, Meter meter, UnitPrice unitPrice) {
        String thousands = parts.group("thousands");
        String tier = parts.group("tier");
        return ProposedPrice.listed(
                provider,
                name,
                tier == null ? PriceVersion.DEFAULT_TIER : tier.equals("batches") ? "batch" : tier,
                meter,
                thousands == null ? 0 : Long.parseLong(thousands) * THOUSAND + 1,
                unitPrice,
                effectiveFrom,
                source);
    }

    private static @Nullable Meter meter(Matcher parts, String mode) {
        String base = parts.group("base");
        if (base.equals("input_cost_per_second")) {
            return AUDIO_MODES.contains(mode) ? Meter.AUDIO_SECONDS : null;
        }
        Meter meter = TOKENS.get(base);
        return parts.group("hour") != null && meter == Meter.CACHE_WRITE_5M ? Meter.CACHE_WRITE_1H : meter;
    }
}
