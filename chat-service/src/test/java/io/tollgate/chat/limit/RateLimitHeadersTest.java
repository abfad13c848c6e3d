package io.tollgate.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

    private static LimitStanding standing(Kind kind, long limit, long used, long resetMillis) {
        LimitCounter counter = new LimitCounter("any", new RateLimit(RateLimit.Scope.KEY, null, kind, limit));
        return new LimitStanding(counter, used, resetMillis, 0);
    }

    @Test
    void shouldTellTheTightestOfRequestsAndOfTokens() {
        // When
        Map<String, String> headers = RateLimitHeaders.of(List.of(
                standing(Kind.REQUESTS_PER_DAY, 1_000, 10, 80_000_000),
                standing(Kind.REQUESTS_PER_MINUTE, 60, 1, 60_000),
                standing(Kind.TOKENS_PER_MINUTE, 5_000, 4_000, 59_500),
                standing(Kind.TOKENS_PER_MINUTE, 90_000, 4_000, 59_500)));

        // Then
        assertThat(headers)
                .containsExactly(
                        entry("x-ratelimit-limit-requests", "60"),
                        entry("x-ratelimit-remaining-requests", "59"),
                        entry("x-ratelimit-reset-requests", "1m0s"),
                        entry("x-ratelimit-limit-tokens", "5000"),
                        entry("x-ratelimit-remaining-tokens", "1000"),
                        entry("x-ratelimit-reset-tokens", "59.5s"));
    }

    @Test
    void shouldSayNothingWhereNothingIsLimited() {
        // When / Then
        assertThat(RateLimitHeaders.of(List.of())).isEmpty();
    }

    @Test
    void shouldNotInventWhenASlotIsFree() {
        // When
        Map<String, String> headers = RateLimitHeaders.of(List.of(standing(Kind.CONCURRENT_REQUESTS, 5, 5, 0)));

        // Then
        assertThat(headers)
                .containsExactly(
                        entry("x-ratelimit-limit-requests", "5"), entry("x-ratelimit-remaining-requests", "0"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "12, 12ms",
        "1000, 1s",
        "7660, 7.66s",
        "60000, 1m0s",
        "360000, 6m0s",
        "3600000, 1h0m0s",
        "86340500, 23h59m0.5s"
    })
    void shouldWriteDurationsAsOpenAiDoes(long millis, String text) {
        // When / Then
        assertThat(RateLimitHeaders.duration(millis)).isEqualTo(text);
    }
}
