package io.tollgate.chat.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final SingleFlight flights = new SingleFlight();

    @Test
    void shouldLetOneGoAheadAndTheOthersWaitUntilItIsOver() {
        // Given
        assertThat(flights.join("a")).isEmpty();
        Future<Void> follower = flights.join("a").orElseThrow();
        boolean waited = !follower.isComplete();

        // When
        flights.land("a");

        // Then
        assertThat(waited).isTrue();
        assertThat(follower.succeeded()).isTrue();
        assertThat(flights.underWay()).isZero();
        assertThat(flights.join("a")).isEmpty();
    }

    @Test
    void shouldNotHoldUpAnotherRequest() {
        // Given
        flights.join("a");

        // When / Then
        assertThat(flights.join("b")).isEmpty();
    }
}
