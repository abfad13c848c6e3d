package io.tollgate.billing.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndependentlyTest {

    private static final int MANY = 50_000;

    @Test
    void shouldGoOnWithTheOthersAndFailInTheEndWhenOneFails() {
        // Given
        List<String> done = new ArrayList<>();

        // When
        Throwable failure = catchThrowable(() -> Independently.forEach(
                        List.of("a", "bad", "b", "worse", "c"), name -> name, name -> {
                            if (name.length() > 1) {
                                throw new IllegalStateException(name);
                            }
                            done.add(name);
                            return Uni.createFrom().voidItem();
                        })
                .await()
                .indefinitely());

        // Then
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(failure).hasMessage("bad");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessage("worse"));
    }

    @Test
    void shouldTakeAsManyAsThereAre() {
        // Given
        List<Integer> done = new ArrayList<>();

        // When
        Independently.forEach(IntStream.range(0, MANY).boxed().toList(), String::valueOf, number -> {
                    done.add(number);
                    return Uni.createFrom().voidItem();
                })
                .await()
                .indefinitely();

        // Then
        assertThat(done).hasSize(MANY);
    }
}
