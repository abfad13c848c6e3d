package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private static final long START = 1_000_000_000L;

    @Test
    void shouldReportPercentilesInMicroseconds() {
        // Given
        Recorder recorder = new Recorder(new ExpectedAnswer(0, 0, 0));
        for (int millis = 1; millis <= 1_000; millis++) {
            recorder.latency(START, START + TimeUnit.MILLISECONDS.toNanos(millis));
        }

        // When
        Latencies latency = recorder.result(1).latency();

        // Then
        assertThat(latency.count()).isEqualTo(1_000);
        assertThat(latency.p50()).isCloseTo(500_000, within(500L));
        assertThat(latency.p99()).isCloseTo(990_000, within(990L));
        assertThat(latency.p999()).isCloseTo(999_000, within(999L));
        assertThat(latency.max()).isCloseTo(1_000_000, within(1_000L));
    }

    @Test
    void shouldCountAChunksDelayFromItsIdealTimeAndTheFirstChunkAsTheAnswer() {
        // Given
        Recorder recorder = new Recorder(new ExpectedAnswer(3, 50, 20));
        recorder.chunk(0, START, START + TimeUnit.MILLISECONDS.toNanos(51));
        recorder.chunk(2, START, START + TimeUnit.MILLISECONDS.toNanos(95));

        // When
        LoadResult result = recorder.result(1);

        // Then
        assertThat(result.latency().count()).isEqualTo(1);
        assertThat(result.latency().max()).isCloseTo(51_000, within(51L));
        assertThat(result.chunkDelay().count()).isEqualTo(2);
        assertThat(result.chunkDelay().p50()).isCloseTo(1_000, within(1L));
        assertThat(result.chunkDelay().max()).isCloseTo(5_000, within(5L));
    }

    @Test
    void shouldSayThatTheGeneratorFellBehind() {
        // Given
        Recorder recorder = new Recorder(new ExpectedAnswer(0, 0, 0));
        recorder.sent(START, START + TimeUnit.MILLISECONDS.toNanos(3));

        // When
        LoadResult result = recorder.result(1);

        // Then
        assertThat(result.generatorFellBehind()).isTrue();
    }

    @Test
    void shouldKeepAFewDifferentReasonsOfManyFailures() {
        // Given
        Recorder recorder = new Recorder(new ExpectedAnswer(0, 0, 0));
        for (int failure = 0; failure < 100; failure++) {
            recorder.failed("reason " + failure % 50);
        }

        // When
        LoadResult result = recorder.result(1);

        // Then
        assertThat(result.failed()).isEqualTo(100);
        assertThat(result.failures()).containsExactly("reason 0", "reason 1", "reason 2", "reason 3", "reason 4");
    }
}
