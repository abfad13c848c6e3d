package io.tollgate.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.failure.ApiException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteLlmFileTest {

    private static final String FILE = """
            {
              "sample_spec": {"litellm_provider": "openai", "input_cost_per_token": 1.0},
              "gpt-4o": {"litellm_provider": "openai", "mode": "chat", "max_tokens": 16384,
                "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "input_cost_per_token_batches": 1.25e-06,
                "cache_read_input_token_cost": 1.25e-06, "supports_vision": true},
              "gemini/gemini-2.5-pro": {"litellm_provider": "gemini", "mode": "chat", "input_cost_per_token": 1.25e-06,
                "input_cost_per_token_above_200k_tokens": 2.5e-06, "output_cost_per_token": 1e-05},
              "claude": {"litellm_provider": "anthropic", "mode": "chat", "cache_creation_input_token_cost": 3.75e-06,
                "cache_creation_input_token_cost_above_1hr": 6e-06},
              "whisper-1": {"litellm_provider": "openai", "mode": "audio_transcription", "input_cost_per_second": 0.0001,
                "output_cost_per_second": 0.0001},
              "embed": {"litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 2e-08,
                "output_cost_per_token": 0.0}
            }""";

    @Test
    void shouldReadWhatEachFieldIsThePriceOf() {
        // When
        List<ProposedPrice> prices = read(Set.of());

        // Then
        assertThat(prices)
                .extracting(price -> String.join(
                        " ",
                        price.provider(),
                        price.model(),
                        price.serviceTier(),
                        price.meter(),
                        Long.toString(price.contextFrom()),
                        String.valueOf(price.unitPricePico())))
                .containsExactlyInAnyOrder(
                        "openai gpt-4o default input_uncached 0 2500000",
                        "openai gpt-4o default output_text 0 10000000",
                        "openai gpt-4o batch input_uncached 0 1250000",
                        "openai gpt-4o default input_cached 0 1250000",
                        "google gemini-2.5-pro default input_uncached 0 1250000",
                        "google gemini-2.5-pro default input_uncached 200001 2500000",
                        "google gemini-2.5-pro default output_text 0 10000000",
                        "anthropic claude default cache_write_5m 0 3750000",
                        "anthropic claude default cache_write_1h 0 6000000",
                        "openai whisper-1 default audio_seconds 0 100000000",
                        "openai embed default input_uncached 0 20000");
    }

    @Test
    void shouldReadTheNamedProvidersOnly() {
        // When
        List<ProposedPrice> prices = read(Set.of("google"));

        // Then
        assertThat(prices).isNotEmpty().allMatch(price -> price.provider().equals("google"));
    }

    @ParameterizedTest
    @CsvSource({
        "2.5e-06, 2500000, 1",
        "2.9999900000000002e-06, 2999990, 1",
        "4.6875e-09, 4687500, 1000",
        "2.8e-09, 2800, 1",
        "0.0001, 100000000, 1"
    })
    void shouldKeepAPriceExactlyAndRoundTheDustOfBinaryNumbersAway(BigDecimal usd, long pico, int quantity) {
        // When
        UnitPrice price = UnitPrice.ofUsd(usd);

        // Then
        assertThat(price).isEqualTo(new UnitPrice(pico, quantity));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999", "1e-999999", "10000000", "-0.000001"})
    void shouldRefuseAPriceThatTheBookCannotKeep(String usd) {
        // When
        String file = "{\"m\":{\"litellm_provider\":\"openai\",\"input_cost_per_token\":" + usd + "}}";
        LiteLlmFile read = new LiteLlmFile(
                ProposalInput.tree(new ObjectMapper(), file.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH, "test");

        // Then
        assertThatThrownBy(() -> read.prices(Set.of()))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("input_cost_per_token of m");
    }

    private static List<ProposedPrice> read(Set<String> providers) {
        return new LiteLlmFile(
                        ProposalInput.tree(new ObjectMapper(), FILE.getBytes(StandardCharsets.UTF_8)),
                        Instant.parse("2026-12-01T00:00:00Z"),
                        "litellm@test")
                .prices(providers);
    }
}
