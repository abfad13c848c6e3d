package io.tollgate.contracts.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.testing.Seeds;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void shouldNotTakeAbsentForZero() {
        // Given
        Usage zero = Usage.of(Meter.OUTPUT_TEXT, 0);

        // When
        Usage absent = Usage.NOT_REPORTED;

        // Then
        assertThat(absent).isNotEqualTo(zero);
        assertThat(absent.isReported()).isFalse();
        assertThat(zero.isReported()).isTrue();
        assertThat(absent.count(Meter.OUTPUT_TEXT)).isEmpty();
        assertThat(zero.count(Meter.OUTPUT_TEXT)).hasValue(0);
    }

    @Test
    void shouldCountEveryUnitOnOneSideOnly() {
        Seeds.forAll(generator -> {
            Usage usage = generator.usage(1_000);
            long other = usage.counts().entrySet().stream()
                    .filter(entry -> entry.getKey().side() == Meter.Side.OTHER)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            long all =
                    usage.counts().values().stream().mapToLong(Long::longValue).sum();

            assertThat(usage.inputTokens() + usage.outputTokens() + other).isEqualTo(all);
        });
    }

    @Test
    void shouldChangeOnlyTheMeterThatIsAdded() {
        Seeds.forAll(generator -> {
            Usage usage = generator.usage(1_000);
            Meter added = generator.oneOf(List.of(Meter.values()));
            long count = generator.count();

            Usage with = usage.with(added, count);

            assertThat(with.count(added)).hasValue(count);
            for (Meter meter : Meter.values()) {
                assertThat(meter == added || with.count(meter).equals(usage.count(meter)))
                        .isTrue();
            }
        });
    }

    @Test
    void shouldSurviveJson() {
        Seeds.forAll(generator -> {
            Usage usage = generator.usage(Integer.MAX_VALUE - 1);

            assertThat(roundTrip(usage)).isEqualTo(usage);
        });
    }

    @Test
    void shouldThrowRatherThanOverflow() {
        // Given
        Usage usage = Usage.of(Meter.INPUT_UNCACHED, Long.MAX_VALUE);

        // When
        Usage more = usage.with(Meter.INPUT_CACHED, 1);

        // Then
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(more::inputTokens);
    }

    @Test
    void shouldRefuseNegativeCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Usage.of(Meter.IMAGES, -1))
                .withMessage("count of images must not be negative: -1");
    }

    @Test
    void shouldNotChangeWithTheMapItWasMadeFrom() {
        // Given
        Map<Meter, Long> counts = new EnumMap<>(Map.of(Meter.REQUESTS, 1L));
        Usage usage = new Usage(counts);

        // When
        counts.put(Meter.REQUESTS, 2L);

        // Then
        assertThat(usage.count(Meter.REQUESTS)).hasValue(1);
    }

    private static Usage roundTrip(Usage usage) {
        try {
            return MAPPER.readValue(MAPPER.writeValueAsBytes(usage), Usage.class);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
