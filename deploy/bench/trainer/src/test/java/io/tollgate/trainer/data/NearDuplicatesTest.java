package io.tollgate.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {

    @Test
    void shouldGroupTextsThatShareWording() {
        // Given
        List<String> texts = List.of(
                "the quick brown fox jumps over the lazy dog by the river",
                "an entirely different sentence about trains and their timetables",
                "yesterday the quick brown fox jumps over the lazy dog again",
                "这个城市的人民非常热情好客",
                "听说这个城市的人民非常热情好客啊",
                "明天大概会下雨记得带伞",
                "",
                "hm");

        // When
        int[] groups = NearDuplicates.groups(texts);

        // Then
        assertThat(groups).containsExactly(0, 1, 0, 3, 3, 5, 6, 7);
    }

    @Test
    void shouldFollowChains() {
        // Given: the first two share nothing but with the third
        List<String> texts = List.of(
                "alpha beta gamma delta epsilon zeta",
                "epsilon zeta eta theta iota kappa",
                "gamma delta epsilon zeta eta theta");

        // When
        int[] groups = NearDuplicates.groups(texts);

        // Then
        assertThat(groups).containsExactly(0, 0, 0);
    }
}
