package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.bench.load.Latencies;
import io.tollgate.bench.load.LoadResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    static LoadResult result(long answered, long failed, long p99, long lag) {
        Latencies latency = new Latencies(answered, p99 / 2, p99, p99 * 2, p99 * 3);
        return new LoadResult(
                answered, failed, List.of(), 1_000_000_000, latency, latency, new Latencies(1, lag, lag, lag, lag));
    }

    static Round round(long gatewayP99) {
        return new Round(
                result(1_000, 0, 52_000, 0),
                new Phase(result(1_000, 0, gatewayP99, 0), Duration.ofMillis(200)),
                Map.of(),
                20);
    }

    private static Measurement measurement(long... gatewayP99) {
        return new Measurement(
                Scenario.STREAM,
                LongStream.of(gatewayP99).mapToObj(MeasurementTest::round).toList());
    }

    @Test
    void shouldSubtractTheDirectPercentileOfTheSameRound() {
        // When
        double added = round(54_500).addedMillis(Latencies::p99);

        // Then
        assertThat(added).isCloseTo(2.5, within(1e-9));
        assertThat(round(54_500).addedChunkDelayMillis(Latencies::p50)).isCloseTo(1.25, within(1e-9));
    }

    @Test
    void shouldDivideTheProcessorTimeByWhatItWasSpentOn() {
        // When
        Round round = round(54_000);

        // Then
        assertThat(round.cpuMillisPerThousandRequests()).isCloseTo(200, within(1e-9));
        assertThat(round.cpuMillisPerThousandChunks()).isCloseTo(10, within(1e-9));
        assertThat(round.requestsPerCpuSecond()).isCloseTo(5_000, within(1e-9));
    }

    @Test
    void shouldTakeTheMiddleOfAnOddNumberOfRounds() {
        // When
        double median = measurement(90_000, 53_000, 54_000).median(round -> round.addedMillis(Latencies::p99));

        // Then
        assertThat(median).isCloseTo(2, within(1e-9));
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        // When
        double median = measurement(90_000, 53_000, 54_000, 55_000).median(round -> round.addedMillis(Latencies::p99));

        // Then
        assertThat(median).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void shouldNotUseARunThatLostUsage() {
        // When
        List<String> objections = outcome(round(54_000), 1_000, 999).objections();

        // Then
        assertThat(objections).containsExactly("1000 requests were answered, but the ledger has 999 attempts");
    }

    @Test
    void shouldNotUseARunWithFailedRequests() {
        // Given
        Round bad = new Round(result(1, 0, 1, 0), new Phase(result(1, 3, 1, 0), Duration.ofMillis(10)), Map.of(), 0);

        // When
        List<String> objections = outcome(bad, 5, 5).objections();

        // Then
        assertThat(objections).containsExactly("stream: 3 requests failed: []");
    }

    @Test
    void shouldRemarkThatTheGeneratorWasLate() {
        // Given
        Round late =
                new Round(result(1, 0, 1, 0), new Phase(result(1, 0, 1, 2_500), Duration.ofMillis(10)), Map.of(), 0);

        // When
        Outcome outcome = outcome(late, 5, 5);

        // Then
        assertThat(outcome.objections()).isEmpty();
        assertThat(outcome.remarks()).singleElement().asString().startsWith("stream: the load generator fell behind");
    }

    @Test
    void shouldUseARunWithoutFlaw() {
        // When
        Outcome outcome = outcome(round(54_000), 7, 7);

        // Then
        assertThat(outcome.objections()).isEmpty();
        assertThat(outcome.remarks()).isEmpty();
    }

    private static Outcome outcome(Round round, long answered, long inLedger) {
        return new Outcome(
                List.of(new Measurement(Scenario.STREAM, List.of(round))),
                answered,
                inLedger,
                Duration.ofMinutes(1),
                200,
                false,
                3,
                0);
    }
}
