package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageBoundsTest {

    private static ChatRequest request(String members) throws InvalidRequestException {
        return ChatRequestParser.parse(
                ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + members + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldBoundInputByTheBodysBytesAndEachMessagesFrame() throws InvalidRequestException {
        // Given
        ChatRequest request = request("");

        // When
        Usage bound = UsageBounds.bound(request.facts(), 100);

        // Then
        assertThat(bound.counts())
                .isEqualTo(Map.of(Meter.INPUT_UNCACHED, request.body().length + 16L + 64L, Meter.OUTPUT_TEXT, 100L));
    }

    @Test
    void shouldBoundOutputOfEachChoice() throws InvalidRequestException {
        // Given
        ChatRequest request = request(",\"n\":128");

        // When
        Usage bound = UsageBounds.bound(request.facts(), Integer.MAX_VALUE);

        // Then
        assertThat(bound.outputTokens()).isEqualTo(128L * Integer.MAX_VALUE);
    }

    @Test
    void shouldAddMediaThatDoesNotShowInTheBody() throws InvalidRequestException {
        // Given
        ChatRequest request = ChatRequestParser.parse(("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a\"}}]}]}")
                .getBytes(StandardCharsets.UTF_8));

        // When
        Usage bound = UsageBounds.bound(request.facts(), 1);

        // Then
        assertThat(bound.inputTokens()).isEqualTo(request.body().length + 16L + 64L + 50_000L);
    }

    @Test
    void shouldEstimateAFourthOfTheBytesAndTheAnswersOwnCount() throws InvalidRequestException {
        // Given
        ChatRequest request = request("");

        // When
        Usage estimate = UsageBounds.estimate(request.body().length, 3, UsageBounds.bound(request.facts(), 10));

        // Then
        assertThat(estimate.counts())
                .isEqualTo(Map.of(Meter.INPUT_UNCACHED, (request.body().length + 3L) / 4, Meter.OUTPUT_TEXT, 3L));
    }

    @Test
    void shouldNeverEstimateMoreThanWasReserved() throws InvalidRequestException {
        // Given
        ChatRequest request = request("");

        // When
        Usage estimate = UsageBounds.estimate(request.body().length, 1_000, UsageBounds.bound(request.facts(), 10));

        // Then
        assertThat(estimate.outputTokens()).isEqualTo(10);
        assertThat(estimate.inputTokens()).isPositive();
    }
}
