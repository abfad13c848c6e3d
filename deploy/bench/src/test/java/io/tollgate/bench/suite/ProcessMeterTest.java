package io.tollgate.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {

    @Test
    void shouldReadThePeakOfResidentMemory() throws Exception {
        // Given
        List<String> status = List.of("Name:\tjava", "VmHWM:\t  215040 kB", "VmRSS:\t  100 kB");

        // When
        long mebibytes = ProcessMeter.peakRssMebibytes(status);

        // Then
        assertThat(mebibytes).isEqualTo(210);
    }

    @Test
    void shouldSayThatThePeakIsMissing() {
        assertThatThrownBy(() -> ProcessMeter.peakRssMebibytes(List.of("Name:\tjava")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("VmHWM");
    }

    @Test
    void shouldReadTheProcessorTimeOfALivingProcess() throws Exception {
        // Given
        ProcessMeter meter = new ProcessMeter(ProcessHandle.current().pid());

        // When
        var used = meter.cpu();

        // Then
        assertThat(used).isPositive();
    }
}
