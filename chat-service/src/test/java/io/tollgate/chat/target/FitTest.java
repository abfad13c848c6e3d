package io.tollgate.chat.target;

import static io.tollgate.chat.target.TargetsFixture.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.route.Modality;
import io.tollgate.chat.route.ModelTraits;
import io.tollgate.chat.route.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FitTest {

    private static final Target SHORT = target(
            "short",
            new ModelTraits(
                    OptionalInt.of(1_000),
                    OptionalInt.of(100),
                    Optional.of(false),
                    Optional.of(Set.of(Modality.TEXT)),
                    Map.of(),
                    Set.of(),
                    Set.of()));
    private static final Target UNKNOWN = target("unknown", ModelTraits.UNKNOWN);

    private static Needs needs(long atLeast, long estimated, int output) {
        return new Needs(atLeast, estimated, OptionalInt.of(output), false, Set.of(Modality.TEXT));
    }

    @Test
    void shouldKeepTheOrderOfThoseThatCan() {
        assertThat(Fit.of(List.of(SHORT, UNKNOWN), needs(10, 20, 100)).able()).containsExactly(SHORT, UNKNOWN);
    }

    @Test
    void shouldLeaveOutWhatIsCertainlyTooShort() {
        // When
        Fit fit = Fit.of(List.of(SHORT), needs(901, 1_800, 100));

        // Then
        assertThat(fit.able()).isEmpty();
        assertThat(fit.failure("short", needs(901, 1_800, 100)).code()).isEqualTo("context_length_exceeded");
        assertThat(fit.failure("short", needs(901, 1_800, 100)).status()).isEqualTo(400);
    }

    @Test
    void shouldAskForWhatIsProbablyTooLongLast() {
        // When
        Fit fit = Fit.of(List.of(SHORT, UNKNOWN), needs(900, 1_800, 100));

        // Then
        assertThat(fit.able()).containsExactly(UNKNOWN, SHORT);
        assertThat(fit.isDoubtful(needs(900, 1_800, 100))).isFalse();
    }

    @Test
    void shouldTellWhenAllAreProbablyTooShort() {
        assertThat(Fit.of(List.of(SHORT), needs(900, 1_800, 100)).isDoubtful(needs(900, 1_800, 100)))
                .isTrue();
    }

    @Test
    void shouldCountTheOutputThatIsAskedFor() {
        assertThat(Fit.of(List.of(SHORT), needs(1, 1, 101)).able()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatLacksToolsOrAModality() {
        // Given
        Needs needs = new Needs(1, 1, OptionalInt.empty(), true, Set.of(Modality.TEXT, Modality.IMAGE));

        // When
        Fit fit = Fit.of(List.of(SHORT, UNKNOWN), needs);

        // Then
        assertThat(fit.able()).containsExactly(UNKNOWN);
        assertThat(fit.missing()).containsExactly("image", "tools");
        assertThat(Fit.of(List.of(SHORT), needs).failure("short", needs).message())
                .contains("image, tools");
    }
}
