package io.tollgate.chat.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private final Bulkhead bulkhead = new Bulkhead(2);
    private final List<String> let = new ArrayList<>();

    private Bulkhead.Waiting waiting(String name, boolean wants) {
        return () -> {
            let.add(name);
            return wants;
        };
    }

    @Test
    void shouldLetInAsManyAsThereIsRoomFor() {
        // When
        boolean first = bulkhead.enter(1);

        // Then
        assertThat(first).isTrue();
        assertThat(bulkhead.enter(1)).isFalse();
        assertThat(bulkhead.hasRoom(1)).isFalse();
        assertThat(bulkhead.hasRoom(2)).isTrue();
    }

    @Test
    void shouldGiveRoomToTheOneThatHasWaitedLongest() {
        // Given
        bulkhead.enter(1);
        bulkhead.await(waiting("first", true));
        bulkhead.await(waiting("second", true));

        // When
        bulkhead.leave();

        // Then
        assertThat(let).containsExactly("first");
        assertThat(bulkhead.underWay()).isEqualTo(1);
    }

    @Test
    void shouldPassOverThoseThatWaitNoMore() {
        // Given
        bulkhead.enter(1);
        bulkhead.await(waiting("gone", false));
        bulkhead.await(waiting("there", true));

        // When
        bulkhead.leave();

        // Then
        assertThat(let).containsExactly("gone", "there");
        assertThat(bulkhead.underWay()).isEqualTo(1);
    }

    @Test
    void shouldHaveRoomAgainWhenNobodyWaits() {
        // Given
        bulkhead.enter(1);

        // When
        bulkhead.leave();

        // Then
        assertThat(bulkhead.enter(1)).isTrue();
    }

    @Test
    void shouldRefuseToQueueMoreThanItsBound() {
        // Given
        bulkhead.await(waiting("first", true));
        bulkhead.await(waiting("second", true));

        // When
        boolean third = bulkhead.await(waiting("third", true));

        // Then
        assertThat(third).isFalse();
    }
}
