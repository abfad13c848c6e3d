package io.tollgate.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.failure.GatewayFailure;
import io.tollgate.chat.failure.GatewayFailure.Retry;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRefusalTest {

    private static GatewayFailure refused(Kind kind, long waitMillis) {
        LimitCounter counter = new LimitCounter("any", new RateLimit(RateLimit.Scope.PROJECT, "gpt-4o", kind, 10));
        return LimitRefusal.of(new LimitStanding(counter, 10, waitMillis, 0), 1, waitMillis);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1", "1001, 2", "59001, 60", "60000, 60"})
    void shouldRoundADelayUpToWholeSeconds(long millis, int seconds) {
        // When
        GatewayFailure failure = refused(Kind.REQUESTS_PER_MINUTE, millis);

        // Then
        assertThat(failure.retry()).isEqualTo(new Retry.After(seconds));
    }

    @Test
    void shouldNameNoDelayThatParksACallerForLongerThanAMinute() {
        // When / Then
        assertThat(refused(Kind.REQUESTS_PER_DAY, 60_001).retry()).isEqualTo(new Retry.Never());
    }

    @Test
    void shouldNameNoDelayThatNobodyKnows() {
        // When / Then
        assertThat(refused(Kind.CONCURRENT_REQUESTS, 0).retry()).isEqualTo(new Retry.BySdk());
    }

    @Test
    void shouldDiscourageTryingWhatCanNeverFit() {
        // When / Then
        assertThat(refused(Kind.TOKENS_PER_MINUTE, -1).retry()).isEqualTo(new Retry.Never());
    }

    @Test
    void shouldSayWhichLimitAndWhatToDo() {
        // When
        GatewayFailure failure = refused(Kind.TOKENS_PER_MINUTE, 12_000);

        // Then
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.type()).isEqualTo("tokens");
        assertThat(failure.code()).isEqualTo("rate_limit_exceeded");
        assertThat(failure.message())
                .isEqualTo(
                        "Rate limit reached for tokens per minute of this project for model 'gpt-4o': limit 10, used 10,"
                                + " requested 1. Please try again in 12s.");
    }
}
