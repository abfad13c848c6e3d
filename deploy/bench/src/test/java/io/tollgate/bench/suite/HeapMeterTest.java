package io.tollgate.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeapMeterTest {

    @Test
    void shouldReadTheTotalOfAHistogram() throws IOException {
        // Given
        String histogram = """
                4242:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         50000        4000000  [B (java.base@25)
                Total         60000        5000000
                """;

        // When
        long bytes = HeapMeter.liveBytes(histogram);

        // Then
        assertThat(bytes).isEqualTo(5_000_000);
    }

    @Test
    void shouldSayThatThereIsNoTotal() {
        assertThatThrownBy(() -> HeapMeter.liveBytes("nothing")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldLookIntoARunningJvm() throws IOException, InterruptedException {
        // Given
        HeapMeter meter = new HeapMeter(ProcessHandle.current().pid());

        // When
        long bytes = meter.liveBytes();

        // Then
        assertThat(bytes).isPositive();
    }
}
