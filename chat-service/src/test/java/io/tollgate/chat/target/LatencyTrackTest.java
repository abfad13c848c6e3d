package io.tollgate.chat.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyTrackTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LatencyTrack track = new LatencyTrack();

    @Test
    void shouldTakeASlowAnswerAtOnce() {
        // Given
        track.record(100, 0);

        // When
        track.record(10_000, 1);

        // Then
        assertThat(track.averageAt(1)).isEqualTo(10_000);
    }

    @Test
    void shouldForgiveASlowAnswerOnlyWithTime() {
        // Given
        track.record(10_000, 0);

        // When
        track.record(100, SECOND);

        // Then
        assertThat(track.averageAt(SECOND)).isBetween(9_000.0, 9_999.0);
    }

    @Test
    void shouldFadeWithoutCallsSoThatASlowTargetIsTriedAgain() {
        // Given
        track.record(10_000, 0);

        // When
        double later = track.averageAt(60 * SECOND);

        // Then
        assertThat(later).isLessThan(100);
    }

    @Test
    void shouldKnowNoPercentileBeforeEnoughAnswers() {
        // When
        for (int i = 0; i < 19; i++) {
            track.record(i, i);
        }

        // Then
        assertThat(track.p95(20)).isEmpty();
    }

    @Test
    void shouldTellWithinWhichTimeNineteenOfTwentyCame() {
        // When
        for (int i = 1; i <= 100; i++) {
            track.record(i, i);
        }

        // Then
        assertThat(track.p95(20)).hasValue(95);
    }

    @Test
    void shouldForgetOldAnswers() {
        // Given
        for (int i = 0; i < 128; i++) {
            track.record(1_000_000, i);
        }

        // When
        for (int i = 0; i < 128; i++) {
            track.record(10, 128 + i);
        }

        // Then
        assertThat(track.p95(20)).hasValue(10);
    }
}
