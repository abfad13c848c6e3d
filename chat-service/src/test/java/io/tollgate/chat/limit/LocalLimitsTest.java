package io.tollgate.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.testing.MutableClock;
import io.tollgate.contracts.event.RateLimit;
import io.tollgate.contracts.event.RateLimit.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalLimitsTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00.500Z"));
    private final LocalLimits limits = new LocalLimits(4, clock);

    private static LimitedCall call(Kind kind, long limit, long tokens, String holder) {
        LimitCounter counter = new LimitCounter(kind.name(), new RateLimit(RateLimit.Scope.KEY, null, kind, limit));
        return new LimitedCall(List.of(counter), tokens, holder);
    }

    private LocalOutcome admit(Kind kind, long limit, long tokens) {
        return limits.admit("org", call(kind, limit, tokens, "holder"));
    }

    private long granted(Kind kind, long limit, int calls) {
        long granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += limits.admit("org", call(kind, limit, 1, "holder-" + i)) instanceof LocalOutcome.Granted ? 1 : 0;
        }
        return granted;
    }

    @Test
    void shouldAdmitItsShareOfALimit() {
        // When / Then
        assertThat(granted(Kind.REQUESTS_PER_MINUTE, 40, 100)).isEqualTo(10);
        assertThat(granted(Kind.CONCURRENT_REQUESTS, 9, 100)).isEqualTo(2);
    }

    @Test
    void shouldAdmitOneWhereTheLimitIsSmallerThanTheNumberOfReplicas() {
        // When / Then
        assertThat(granted(Kind.REQUESTS_PER_MINUTE, 2, 10)).isEqualTo(1);
    }

    @Test
    void shouldAdmitNothingWhereTheLimitIsZero() {
        // When / Then
        assertThat(granted(Kind.REQUESTS_PER_MINUTE, 0, 10)).isZero();
    }

    @Test
    void shouldAdmitAgainWhenTheWindowHasMovedOn() {
        // Given
        granted(Kind.REQUESTS_PER_MINUTE, 40, 10);
        LocalOutcome.Full full = (LocalOutcome.Full) admit(Kind.REQUESTS_PER_MINUTE, 40, 1);

        // When
        clock.advance(Duration.ofMillis(full.waitMillis()));

        // Then
        assertThat(full.waitMillis()).isEqualTo(59_500);
        assertThat(admit(Kind.REQUESTS_PER_MINUTE, 40, 1)).isInstanceOf(LocalOutcome.Granted.class);
    }

    @Test
    void shouldCorrectTokensAndFreeSlotsWhenARequestIsOver() {
        // Given
        LimitedCall tokens = call(Kind.TOKENS_PER_MINUTE, 400, 100, "holder");
        LocalOutcome.Granted granted = (LocalOutcome.Granted) limits.admit("org", tokens);
        LimitedCall slot = call(Kind.CONCURRENT_REQUESTS, 4, 1, "holder");
        LocalOutcome.Granted occupied = (LocalOutcome.Granted) limits.admit("org", slot);

        // When
        limits.close("org", LimitGrant.of(tokens, granted.standings(), false), 40);
        limits.close("org", LimitGrant.of(slot, occupied.standings(), false), 40);

        // Then
        assertThat(limits.admit("org", call(Kind.TOKENS_PER_MINUTE, 400, 61, "b")))
                .isInstanceOf(LocalOutcome.Full.class);
        assertThat(limits.admit("org", call(Kind.TOKENS_PER_MINUTE, 400, 60, "b")))
                .isInstanceOf(LocalOutcome.Granted.class);
        assertThat(limits.admit("org", call(Kind.CONCURRENT_REQUESTS, 4, 1, "b")))
                .isInstanceOf(LocalOutcome.Granted.class);
    }

    @Test
    void shouldCountOrganizationsApart() {
        // Given
        granted(Kind.REQUESTS_PER_MINUTE, 4, 1);

        // When
        LocalOutcome other = limits.admit("other", call(Kind.REQUESTS_PER_MINUTE, 4, 1, "holder"));

        // Then
        assertThat(other).isInstanceOf(LocalOutcome.Granted.class);
    }

    @Test
    void shouldRefuseRatherThanFillTheMemory() {
        // Given
        for (int i = 0; i < LocalLimits.COUNTERS_MAX; i++) {
            RateLimit rule = new RateLimit(RateLimit.Scope.END_USER, null, Kind.REQUESTS_PER_MINUTE, 40);
            limits.admit("org", new LimitedCall(List.of(new LimitCounter("user-" + i, rule)), 1, "holder"));
        }

        // When
        LocalOutcome outcome = admit(Kind.REQUESTS_PER_MINUTE, 40, 1);
        clock.advance(Duration.ofMinutes(2));
        LocalOutcome later = admit(Kind.REQUESTS_PER_MINUTE, 40, 1);

        // Then
        assertThat(outcome).isEqualTo(new LocalOutcome.Crowded());
        assertThat(later).isInstanceOf(LocalOutcome.Granted.class);
    }
}
