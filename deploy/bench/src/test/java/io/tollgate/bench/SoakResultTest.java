package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.SoakResult.Checkpoint;
import io.tollgate.bench.load.Latencies;
import io.tollgate.bench.load.LoadResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakResultTest {

    private static final Latencies TIMES = new Latencies(10, 51_000, 55_000, 60_000, 70_000);

    private static Checkpoint checkpoint(long failed, long liveMebibytes) {
        List<String> failures = failed == 0 ? List.of() : List.of("status 503");
        return new Checkpoint(
                new LoadResult(10, failed, failures, 1_000_000_000, TIMES, TIMES, TIMES), liveMebibytes << 20, 400);
    }

    private static List<Checkpoint> heaps(long... mebibytes) {
        return Arrays.stream(mebibytes).mapToObj(live -> checkpoint(0, live)).toList();
    }

    @Test
    void shouldTakeAHeapThatStaysForFlat() {
        // When
        SoakResult result = new SoakResult(heaps(100, 104, 101, 103, 99, 105), 60, 60, false);

        // Then
        assertThat(result.growth()).isBetween(-0.05, 0.05);
        assertThat(result.objections()).isEmpty();
    }

    @Test
    void shouldObjectToAHeapThatGrows() {
        // When
        SoakResult result = new SoakResult(heaps(100, 105, 110, 115, 120, 125), 60, 60, false);

        // Then
        assertThat(result.objections()).containsExactly("the heap grew by 20 %, more than 10 %");
    }

    @Test
    void shouldObjectToLossFailureAndDeath() {
        // When
        SoakResult result = new SoakResult(List.of(checkpoint(2, 100), checkpoint(0, 100)), 20, 19, true);

        // Then
        assertThat(result.objections())
                .containsExactly(
                        "2 requests failed: status 503",
                        "20 requests were answered, but the ledger has 19 attempts",
                        "chat-service died and was started again");
    }

    @Test
    void shouldWriteACheckpointAsARow() {
        assertThat(checkpoint(0, 100).row(3)).isEqualTo("| 3 | 10 | 0 | 51.0 | 55.0 | 100.0 | 400 |");
    }
}
