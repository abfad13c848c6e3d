package io.tollgate.chat.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long OPEN_NANOS = 1_000;

    /** Over four calls, of which at least two must have ended and half must have failed. */
    private Breaker breaker = new Breaker(4, 2, 50, OPEN_NANOS);

    @BeforeEach
    void create() {
        breaker = new Breaker(4, 2, 50, OPEN_NANOS);
    }

    private void open(long at) {
        breaker.failed(at);
        breaker.failed(at);
    }

    @Test
    void shouldStayClosedUntilEnoughCallsHaveEnded() {
        // When
        breaker.failed(0);

        // Then
        assertThat(breaker.enter(0)).isTrue();
    }

    @Test
    void shouldLetNothingThroughOnceTooManyFailed() {
        // When
        open(0);

        // Then
        assertThat(breaker.enter(OPEN_NANOS - 1)).isFalse();
        assertThat(breaker.isClosedAt(OPEN_NANOS - 1)).isFalse();
        assertThat(breaker.openNanosAt(400)).isEqualTo(600);
    }

    @Test
    void shouldStayClosedWhereFewerFailed() {
        // When
        breaker.succeeded();
        breaker.succeeded();
        breaker.succeeded();
        breaker.failed(0);

        // Then
        assertThat(breaker.enter(0)).isTrue();
    }

    @Test
    void shouldForgetWhatIsOlderThanItsWindow() {
        // Given
        breaker.failed(0);
        for (int i = 0; i < 4; i++) {
            breaker.succeeded();
        }

        // When
        breaker.failed(0);

        // Then
        assertThat(breaker.enter(0)).isTrue();
    }

    @Test
    void shouldLetOneCallTryAfterItsTime() {
        // Given
        open(0);

        // When
        boolean first = breaker.enter(OPEN_NANOS);

        // Then
        assertThat(first).isTrue();
        assertThat(breaker.enter(OPEN_NANOS)).isFalse();
        assertThat(breaker.isClosedAt(OPEN_NANOS)).isFalse();
    }

    @Test
    void shouldCloseWhenTheCallThatTriedSucceeds() {
        // Given
        open(0);
        breaker.enter(OPEN_NANOS);

        // When
        breaker.succeeded();

        // Then
        assertThat(breaker.enter(OPEN_NANOS)).isTrue();
        assertThat(breaker.enter(OPEN_NANOS)).isTrue();
    }

    @Test
    void shouldOpenAgainWhenTheCallThatTriedFails() {
        // Given
        open(0);
        breaker.enter(OPEN_NANOS);

        // When
        breaker.failed(OPEN_NANOS);

        // Then
        assertThat(breaker.enter(2 * OPEN_NANOS - 1)).isFalse();
        assertThat(breaker.enter(2 * OPEN_NANOS)).isTrue();
    }

    @Test
    void shouldLetAnotherCallTryWhenTheFirstSaidNothing() {
        // Given
        open(0);
        breaker.enter(OPEN_NANOS);

        // When
        breaker.abandoned();

        // Then
        assertThat(breaker.enter(OPEN_NANOS)).isTrue();
    }
}
