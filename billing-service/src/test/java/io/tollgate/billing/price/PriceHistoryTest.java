package io.tollgate.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.price.PriceSheet;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.price.Rating;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.io.BufferedReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seed at the instants where prices changed, and where calls step over a context size. */
class PriceHistoryTest {

    private static final List<ListedPrice> SEED = PriceSeed.load();
    private static final PriceBook BOOK = PriceBook.of(SEED);

    @Test
    void shouldSeedAtLeastSixtyModelsOfTenProviders() {
        // When
        long providers = SEED.stream()
                .map(ListedPrice::provider)
                .filter(provider -> !provider.equals("simulator"))
                .distinct()
                .count();

        // Then
        assertThat(BOOK.sheets()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(providers).isGreaterThanOrEqualTo(10);
        assertThat(SEED).extracting(price -> price.version().id()).doesNotHaveDuplicates();
        assertThat(SEED)
                .allSatisfy(price -> assertThat(price.version().source()).isNotBlank());
    }

    @ParameterizedTest(name = "{0}/{1} {2} at {4}")
    @CsvSource({
        "openai, o3, input_uncached, 10000000, 2025-06-09T23:59:59.999Z",
        "openai, o3, input_uncached, 2000000, 2025-06-10T00:00:00Z",
        "openai, o3, output_text, 40000000, 2025-06-09T23:59:59.999Z",
        "openai, o3, output_text, 8000000, 2025-06-10T00:00:00Z",
        "openai, gpt-5.6-sol, output_text, 30000000, 2026-08-20T23:59:59Z",
        "openai, gpt-5.6-sol, output_text, 20000000, 2026-08-21T00:00:00Z",
        "openai, gpt-5.6-terra, input_uncached, 2500000, 2026-07-29T23:59:59Z",
        "openai, gpt-5.6-terra, input_uncached, 2000000, 2026-07-30T00:00:00Z",
        "openai, gpt-5.6-luna, input_uncached, 1000000, 2026-07-29T23:59:59Z",
        "openai, gpt-5.6-luna, cache_write_5m, 250000, 2026-07-30T00:00:00Z",
        "anthropic, claude-sonnet-5, input_uncached, 2000000, 2026-08-31T23:59:59Z",
        "anthropic, claude-sonnet-5, input_uncached, 3000000, 2026-09-01T00:00:00Z",
        "google, gemini-3.6-flash, output_text, 3750000, 2026-12-31T23:59:59Z",
        "google, gemini-3.6-flash, output_text, 7500000, 2027-01-01T00:00:00Z",
        "google, gemini-3.7-flash, input_uncached, 1500000, 2027-01-01T00:00:00Z",
        "deepseek, deepseek-v4-flash, input_cached, 2800, 2026-11-22T00:00:00Z",
        "deepseek, deepseek-v4-pro, input_cached, 3625, 2026-11-22T00:00:00Z",
        "anthropic, claude-opus-4-5, cache_write_5m, 6250000, 2026-11-22T00:00:00Z",
        "anthropic, claude-opus-4-5, cache_write_1h, 10000000, 2026-11-22T00:00:00Z",
        "anthropic, claude-fable-5, web_search_calls, 10000000000, 2026-11-22T00:00:00Z",
        "openai, gpt-3.5-turbo-instruct, output_text, 3000000, 2026-11-21T23:59:59Z",
        "openai, gpt-3.5-turbo-instruct, output_text, 2000000, 2026-11-22T00:00:00Z",
        "openai, gpt-5.6-sol, cache_write_5m, 6250000, 2026-08-20T23:59:59Z",
        "openai, gpt-image-2, input_image, 8000000, 2026-11-22T00:00:00Z",
        "openai, whisper-1, audio_seconds, 100000000, 2026-11-22T00:00:00Z",
        "openai, tts-1, input_characters, 15000000, 2026-11-22T00:00:00Z",
        "openai, dall-e-3, images, 40000000000, 2026-11-22T00:00:00Z",
        "openai, text-davinci-003, input_uncached, 20000000, 2023-01-01T00:00:00Z"
    })
    void shouldPriceByTheInstantOfTheCall(String provider, String model, String meter, long pico, Instant at) {
        // When
        Long price = sheet(provider, model)
                .priceOf(Meter.ofWireName(meter), PriceVersion.DEFAULT_TIER, 1_000, at)
                .orElseThrow()
                .unitPricePico();

        // Then
        assertThat(price).isEqualTo(pico);
    }

    @ParameterizedTest(name = "{0}/{1}: {2} tokens read")
    @CsvSource({
        "google, gemini-2.5-pro, 200000, 1250000",
        "google, gemini-2.5-pro, 200001, 2500000",
        "openai, gpt-5.4, 272000, 2500000",
        "openai, gpt-5.4, 272001, 5000000",
        "anthropic, claude-sonnet-4-5, 200001, 6000000",
        "qwen, qwen3-vl-plus, 32001, 300000",
        "qwen, qwen3-vl-plus, 128001, 600000",
        "qwen, qwen3-vl-plus, 256000, 600000"
    })
    void shouldPriceTheWholeCallByItsContextSize(String provider, String model, long tokens, long unitPico) {
        // When
        Rating rating = sheet(provider, model)
                .rate(Usage.of(Meter.INPUT_UNCACHED, tokens), "default", Instant.parse("2026-11-22T00:00:00Z"));

        // Then
        assertThat(rating)
                .isInstanceOfSatisfying(
                        Rating.Rated.class,
                        rated -> assertThat(rated.total()).isEqualTo(Money.ofPico(tokens * unitPico)));
    }

    @ParameterizedTest(name = "{0}/{1}: {3} {2} at {4}")
    @CsvSource({
        "qwen, qwen3-vl-plus, input_uncached, 256001, 2026-11-22T00:00:00Z",
        "qwen, qwen3-vl-plus, input_cached, 256001, 2026-11-22T00:00:00Z",
        "qwen, qwen3.5-plus, input_uncached, 1000001, 2026-11-22T00:00:00Z",
        "volcengine, doubao-seed-2-0-pro-260215, input_uncached, 256001, 2026-11-22T00:00:00Z",
        "volcengine, doubao-seed-2-0-lite, input_uncached, 256001, 2026-11-22T00:00:00Z",
        "volcengine, doubao-seed-2-0-mini, input_uncached, 256001, 2026-11-22T00:00:00Z",
        "openai, gpt-5.6-sol, cache_write_5m, 1, 2026-08-21T00:00:00Z",
        "openai, gpt-5.6-sol, cache_write_1h, 1, 2026-08-21T00:00:00Z"
    })
    void shouldLeaveACallUnratedWhoseLastKnownPriceNoLongerApplies(
            String provider, String model, String meter, long count, Instant at) {
        // Given
        PriceSheet sheet = sheet(provider, model);
        Meter counted = Meter.ofWireName(meter);

        // When
        Rating rating = sheet.rate(Usage.of(counted, count), "default", at);

        // Then: one token fewer, or one millisecond earlier, had a price
        assertThat(rating).isEqualTo(new Rating.Unrated(Set.of(counted)));
        assertThat(Stream.of(
                        sheet.rate(Usage.of(counted, count - 1), "default", at),
                        sheet.rate(Usage.of(counted, count), "default", at.minusMillis(1))))
                .anyMatch(before ->
                        before instanceof Rating.Rated rated && !rated.total().isZero());
    }

    @Test
    void shouldChargeHalfForTheBatchTierAndLeaveAnUnlistedTierUnpriced() {
        // Given
        PriceSheet sheet = sheet("openai", "gpt-4o");
        Instant at = Instant.parse("2026-11-22T00:00:00Z");

        // When
        Long standard =
                sheet.priceOf(Meter.OUTPUT_TEXT, "default", 1, at).orElseThrow().unitPricePico();
        Long batch =
                sheet.priceOf(Meter.OUTPUT_TEXT, "batch", 1, at).orElseThrow().unitPricePico();

        // Then
        assertThat(standard).isEqualTo(10_000_000);
        assertThat(batch).isEqualTo(5_000_000);
        assertThat(sheet.priceOf(Meter.OUTPUT_TEXT, "scale", 1, at)).isEmpty();
    }

    @Test
    void shouldPriceTheSimulatedModelsLikeTheRealOnes() {
        // When
        Usage usage =
                Usage.of(Meter.INPUT_UNCACHED, 11).with(Meter.INPUT_CACHED, 7).with(Meter.OUTPUT_TEXT, 5);
        Instant at = Instant.parse("2026-11-22T00:00:00Z");

        // Then
        assertThat(List.of("gpt-4o", "gpt-4o-mini", "gpt-4.1-mini"))
                .allSatisfy(model -> assertThat(total(sheet("simulator", model).rate(usage, "default", at)))
                        .isEqualTo(total(sheet("openai", model).rate(usage, "default", at))));
        assertThat(total(sheet("simulator", "simulated").rate(usage, "default", at)))
                .isEqualTo(total(sheet("simulator", "gpt-4o-mini").rate(usage, "default", at)));
    }

    @Test
    void shouldFindADatedSnapshotUnderItsModel() {
        // When
        PriceSheet dated = sheet("openai", "gpt-4o-mini-2024-07-18");

        // Then
        assertThat(dated).isEqualTo(sheet("openai", "gpt-4o-mini"));
        assertThat(BOOK.sheet("openai", "gpt-4o-mini-turbo")).isEmpty();
        assertThat(BOOK.sheet("nobody", "gpt-4o-mini")).isEmpty();
    }

    @Test
    void shouldNameTheLineWhosePriceIsFinerThanAPicoDollar() {
        // Given
        String file = """
                provider,model,service_tier,context_from,effective_from,recorded,input,input_cached,cache_write_5m,cache_write_1h,output,reasoning,input_audio,output_audio,input_image,web_search,source,note
                google,gemini-1.5-flash,default,0,,2026-11-22,0.00468750001,,,,,,,,,,test,
                """;

        // When / Then
        assertThatThrownBy(() -> PriceSeed.parse(new BufferedReader(new StringReader(file))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void shouldNoticeASeedRowThatWasEditedAfterItsRelease() {
        // Given
        ListedPrice released = SEED.getFirst();
        PriceVersion version = released.version();
        ListedPrice edited = new ListedPrice(
                released.provider(),
                released.model(),
                released.currency(),
                released.note(),
                new PriceVersion(
                        version.id(),
                        version.meter(),
                        version.serviceTier(),
                        version.contextFrom(),
                        1L,
                        version.perQuantity(),
                        version.effectiveFrom(),
                        version.recordedAt(),
                        version.source()));

        // When
        var found = SeedCheck.findEdited(List.of(edited), SEED);

        // Then
        assertThat(found).contains(edited);
        assertThat(SeedCheck.findEdited(SEED, SEED)).isEmpty();
    }

    private static PriceSheet sheet(String provider, String model) {
        return BOOK.sheet(provider, model).orElseThrow();
    }

    private static Money total(Rating rating) {
        return ((Rating.Rated) rating).total();
    }
}
