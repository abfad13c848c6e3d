package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.peer.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTableTest {

    private static Round round(long directP99, long gatewayP99, long peerP99) {
        return new Round(
                MeasurementTest.result(1_000, 0, directP99, 0),
                new Phase(MeasurementTest.result(1_000, 0, gatewayP99, 0), Duration.ofMillis(200)),
                Map.of(Peer.CADDY, new Phase(MeasurementTest.result(500, 2, peerP99, 0), Duration.ofMillis(50))),
                0);
    }

    @Test
    void shouldCompareWhatWasMeasuredInTheSameRounds() {
        // Given
        Measurement measurement =
                new Measurement(Scenario.PLAIN, List.of(round(52_000, 54_000, 53_000), round(52_000, 56_000, 53_000)));

        // When
        String table = new PeerTable(measurement, List.of(Peer.CADDY)).markdown();

        // Then
        assertThat(table)
                .contains(
                        "| Tollgate | keys, budget, guard, durable metering | 1000 | 200.0 | 1.00 | 1.50 | 3.00 | 0 |")
                .contains("| caddy | plain proxy | 500 | 100.0 | 0.50 | 0.50 | 1.00 | 4 |");
    }
}
