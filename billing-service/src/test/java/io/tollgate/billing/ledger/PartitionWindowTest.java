package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.testing.Usages;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionWindowTest {

    private static final PartitionWindow WINDOW = PartitionWindow.around(Instant.parse("2026-01-31T23:00:00Z"), 2, 1);

    @ParameterizedTest
    @CsvSource({
        "2025-10-31T23:59:59.999Z, false",
        "2025-11-01T00:00:00Z, true",
        "2026-01-31T23:00:00Z, true",
        "2026-02-28T23:59:59.999Z, true",
        "2026-03-01T00:00:00Z, false"
    })
    void shouldHoldExactlyTheMonthsThatHavePartitions(Instant made, boolean held) {
        assertThat(WINDOW.holds(Usages.uuid7(made))).isEqualTo(held);
    }
}
