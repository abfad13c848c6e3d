package io.tollgate.contracts.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByItsWireName(Meter meter) {
        assertThat(Meter.ofWireName(meter.wireName())).isEqualTo(meter);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFallBackToAPriceOfItsOwnSideAndNotInACircle(Meter meter) {
        int steps = 0;
        for (Optional<Meter> next = meter.pricedLike();
                next.isPresent();
                next = next.get().pricedLike()) {
            assertThat(next.get().side()).isEqualTo(meter.side());
            assertThat(steps++).isLessThan(Meter.values().length);
        }
    }

    @Test
    void shouldRefuseAnUnknownName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Meter.ofWireName("input_tokens"))
                .withMessageStartingWith("unknown meter 'input_tokens'; known: ");
    }
}
