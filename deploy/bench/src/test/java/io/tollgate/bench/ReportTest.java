package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Machine MACHINE = new Machine(2, "Some processor", "Some JDK", "Linux 6", 0.25, "abc1234");

    private static String report(long inLedger) throws InvalidOptionsException {
        List<Measurement> measurements = List.of(
                new Measurement(Scenario.PLAIN, List.of(MeasurementTest.round(54_000), MeasurementTest.round(55_000))));
        Outcome outcome = new Outcome(measurements, 4_000, inLedger, Duration.ofMinutes(5), 212, false, 9, 0);
        List<String> flags = List.of("--scenarios", "plain");
        return new Report(MACHINE, Options.parse(Path.of("/checkout"), flags), flags, outcome)
                .markdown(LocalDate.of(2026, 11, 22));
    }

    @Test
    void shouldReportMediansAboveTheRoundsTheyAreOf() throws Exception {
        // When
        String report = report(4_000);

        // Then
        assertThat(report)
                .startsWith("# Benchmark of 2026-11-22, 2 cores\n")
                .contains("| Command | `deploy/bench/run --scenarios plain` |")
                .contains("| **median** | **1.25** | **2.50** | **5.00** | **200.0** | **5000** |")
                .contains("| round 1 | 1.00 | 2.00 | 4.00 | 200.0 | 5000 |")
                .contains("| round 2 | 1.50 | 3.00 | 6.00 | 200.0 | 5000 |")
                .contains("peak RSS: 212 MiB")
                .doesNotContain("must not be used");
    }

    @Test
    void shouldSayFirstThatFiguresMustNotBeUsed() throws Exception {
        // When
        String report = report(3_999);

        // Then
        assertThat(report).startsWith("""
                # Benchmark of 2026-11-22, 2 cores

                **These figures must not be used:**

                - 4000 requests were answered, but the ledger has 3999 attempts
                """);
    }
}
