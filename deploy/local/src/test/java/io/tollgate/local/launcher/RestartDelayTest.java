package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
    private static final Duration YOUNG = Duration.ofSeconds(1);

    @Test
    void shouldWaitLongerEachTimeAPartDiesYoungUpToALimit() {
        // Given
        RestartDelay delay = new RestartDelay();

        // When
        List<Long> waits = IntStream.range(0, 9)
                .mapToObj(death -> delay.after(YOUNG).toMillis())
                .toList();

        // Then
        assertThat(waits).containsExactly(0L, 250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void shouldStartAtOnceWhenAPartHadLivedLong() {
        // Given
        RestartDelay delay = new RestartDelay();
        delay.after(YOUNG);
        delay.after(YOUNG);

        // When
        Duration wait = delay.after(Duration.ofMinutes(5));

        // Then
        assertThat(wait).isZero();
    }
}
