package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Path CHECKOUT = Path.of("/checkout");

    @Test
    void shouldMeasureEverythingUnlessAskedOtherwise() throws Exception {
        // When
        Options options = Options.parse(CHECKOUT, List.of());

        // Then
        assertThat(options.scenarios())
                .containsExactly(Scenario.SATURATION, Scenario.PLAIN, Scenario.STREAM, Scenario.LARGE);
        assertThat(options.peers()).isEmpty();
        assertThat(options.ratePerSecond()).isEqualTo(500);
        assertThat(options.warmUpSeconds()).isEqualTo(20);
        assertThat(options.pinned()).isFalse();
        assertThat(options.results()).isEqualTo(Path.of("/checkout/deploy/bench/results"));
    }

    @Test
    void shouldTakeWhatIsAsked() throws Exception {
        // When
        Options options = Options.parse(
                CHECKOUT, List.of("--scenarios", "stream,plain", "--pin", "--rate", "1000", "--results", "/elsewhere"));

        // Then
        assertThat(options.scenarios()).containsExactly(Scenario.PLAIN, Scenario.STREAM);
        assertThat(options.ratePerSecond()).isEqualTo(1_000);
        assertThat(options.pinned()).isTrue();
        assertThat(options.results()).isEqualTo(Path.of("/elsewhere"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--rate fast   | --rate must be a whole number from 1 to 1000000, not 'fast'",
                "--rounds 1    | --rounds must be a whole number from 2 to 1000000, not '1'",
                "--rate        | --rate needs a value",
                "--speed 3     | There is no option --speed",
                "plain         | 'plain' is no option",
                "--scenarios x | There is no scenario 'x': use saturation, plain, stream, large",
                "--peers x     | There is no peer 'x': use nginx, caddy, portkey"
            })
    void shouldSayWhatIsWrong(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(CHECKOUT, List.of(arguments.split(" "))))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessage(message);
    }
}
