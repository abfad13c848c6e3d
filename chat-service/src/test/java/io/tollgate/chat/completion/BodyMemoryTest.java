package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.chat.failure.GatewayFailure.Retry;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private final BodyMemory memory = new BodyMemory(100);

    @Test
    void shouldHoldUpToTheCeilingOverAllRequests() throws InvalidRequestException {
        // Given
        BodyMemory.Share one = memory.share();
        BodyMemory.Share other = memory.share();
        one.take(60);
        other.take(40);

        // When
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> other.take(1));

        // Then
        assertThat(refused.failure().status()).isEqualTo(503);
        assertThat(refused.failure().retry()).isEqualTo(new Retry.After(1));
        assertThat(memory.heldBytes()).isEqualTo(100);
    }

    @Test
    void shouldSuitTheHeapUnlessToldOtherwiseAndHoldOneBodyInAnyCase() {
        assertThat(BodyMemory.ceiling(OptionalLong.empty(), 10, 600)).isEqualTo(100);
        assertThat(BodyMemory.ceiling(OptionalLong.of(70), 10, 600)).isEqualTo(70);
        assertThat(BodyMemory.ceiling(OptionalLong.empty(), 200, 600)).isEqualTo(200);
    }

    @Test
    void shouldGiveBackAllThatARequestHeldOnce() throws InvalidRequestException {
        // Given
        BodyMemory.Share one = memory.share();
        BodyMemory.Share other = memory.share();
        one.take(60);
        one.take(30);
        other.take(10);

        // When
        one.release();
        one.release();

        // Then
        assertThat(memory.heldBytes()).isEqualTo(10);
    }
}
