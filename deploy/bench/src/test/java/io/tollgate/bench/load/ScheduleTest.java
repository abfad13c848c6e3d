package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void shouldSpaceRequestsEvenly() {
        // Given
        Schedule schedule = Schedule.of(500, 10);

        // When
        long third = schedule.offsetNanos(3);

        // Then
        assertThat(third).isEqualTo(6_000_000);
        assertThat(schedule.offsetNanos(0)).isZero();
        assertThat(schedule.requests()).isEqualTo(5_000);
    }

    @Test
    void shouldNotDriftWhereTheRateDoesNotDivideASecond() {
        // Given
        Schedule schedule = Schedule.of(3, 1_000_000);

        // When
        long afterAMillionSeconds = schedule.offsetNanos(3_000_000 - 3);

        // Then
        assertThat(afterAMillionSeconds).isEqualTo(999_999_000_000_000L);
    }

    @Test
    void shouldRefuseToSendNothing() {
        assertThatThrownBy(() -> Schedule.of(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
