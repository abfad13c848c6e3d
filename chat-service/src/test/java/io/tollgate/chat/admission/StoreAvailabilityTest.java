package io.tollgate.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoreAvailabilityTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final StoreAvailability availability = new StoreAvailability(clock);

    @Test
    void shouldBeTriedUntilItFails() {
        // When
        availability.succeeded();

        // Then
        assertThat(availability.shouldTry()).isTrue();
        assertThat(availability.isAvailable()).isTrue();
        assertThat(availability.hasBeenAvailableFor(Duration.ofDays(1))).isTrue();
    }

    @Test
    void shouldBeLeftAloneForAMomentAfterAFailure() {
        // When
        availability.failed();

        // Then
        assertThat(availability.isAvailable()).isFalse();
        assertThat(availability.shouldTry()).isFalse();
        clock.advance(Duration.ofMillis(499));
        assertThat(availability.shouldTry()).isFalse();
    }

    @Test
    void shouldBeTriedByOneRequestAtATimeWhileItFails() {
        // Given
        availability.failed();

        // When
        clock.advance(Duration.ofMillis(500));

        // Then
        assertThat(availability.shouldTry()).isTrue();
        assertThat(availability.shouldTry()).isFalse();
    }

    @Test
    void shouldCountTheTimeSinceItCameBack() {
        // Given
        availability.failed();
        clock.advance(Duration.ofSeconds(10));

        // When
        availability.succeeded();
        clock.advance(Duration.ofSeconds(59));

        // Then
        assertThat(availability.isAvailable()).isTrue();
        assertThat(availability.hasBeenAvailableFor(Duration.ofMinutes(1))).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(availability.hasBeenAvailableFor(Duration.ofMinutes(1))).isTrue();
    }
}
