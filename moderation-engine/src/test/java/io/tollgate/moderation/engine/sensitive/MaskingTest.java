package io.tollgate.moderation.engine.sensitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    private static final SensitiveDetector DETECTOR = new SensitiveDetector();
    private static final String TEXT = "ann@a.io and bob@b.io: ask ann@a.io, or call 13812345678";

    private final Masking masking = new Masking();

    @Test
    void shouldGiveTheSameOriginalTheSamePlaceholder() {
        // When
        String masked = mask(TEXT);
        String second = mask("again bob@b.io");

        // Then
        assertThat(masked).isEqualTo("[EMAIL_1] and [EMAIL_2]: ask [EMAIL_1], or call [PHONE_1]");
        assertThat(second).isEqualTo("again [EMAIL_2]");
        assertThat(masking.restore(masked)).isEqualTo(TEXT);
    }

    @Test
    void shouldNotTakeWhatTheTextWritesItselfForPlaceholder() {
        // Given
        String text = "[EMAIL_1] is a placeholder, ann@a.io an address";

        // When
        String masked = mask(text);

        // Then
        assertThat(masked).isEqualTo("[EMAIL_1] is a placeholder, [EMAIL_2] an address");
        assertThat(masking.restore(masked)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldRestoreHoweverTheTextIsCut(long seed) {
        // Given
        String masked = mask(TEXT) + " [[EMAIL_1]] [EMAIL_9] [EMA [EMAIL_ [EMAIL_2";
        String restored = masking.restore(masked);
        SplittableRandom random = new SplittableRandom(seed);
        Restorer restorer = masking.restorer();

        // When
        StringBuilder released = new StringBuilder();
        int from = 0;
        while (from < masked.length()) {
            int to = Math.min(masked.length(), from + random.nextInt(1, 6));
            released.append(restorer.accept(masked.substring(from, to)));
            assertThat(released.toString()).doesNotContain("[EMAIL_1]", "[EMAIL_2]", "[PHONE_1]");
            from = to;
        }
        released.append(restorer.end());

        // Then
        assertThat(released).hasToString(restored).contains("[ann@a.io] [EMAIL_9] [EMA [EMAIL_ [EMAIL_2");
    }

    @Test
    void shouldHoldBackNoMoreThanWhatMayBecomePlaceholder() {
        // Given
        mask(TEXT);
        Restorer restorer = masking.restorer();

        // When
        List<String> released = List.of(
                restorer.accept("list[0] and [EM"),
                restorer.accept("PTY] or [EMAIL"),
                restorer.accept("_1]!"),
                restorer.end());

        // Then
        assertThat(released).containsExactly("list[0] and ", "[EMPTY] or ", "ann@a.io!", "");
    }

    @Test
    void shouldRefuseDump() {
        // Given
        List<Span> one = List.of(new Span(SensitiveKind.EMAIL, 0, 8));
        for (int i = 0; i < Masking.MAX_ORIGINALS; i++) {
            masking.mask("%08d".formatted(i), one);
        }

        // When
        var masked = assertThatThrownBy(() -> masking.mask("another!", one));

        // Then
        masked.isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4096")
                .hasMessageNotContaining("another");
    }

    @Test
    void shouldRefuseSpansThatOverlap() {
        // Given
        List<Span> spans = List.of(new Span(SensitiveKind.EMAIL, 0, 4), new Span(SensitiveKind.PHONE, 3, 6));

        // When
        var masked = assertThatThrownBy(() -> masking.mask("secret text", spans));

        // Then
        masked.isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("secret");
    }

    private String mask(String text) {
        NormalisedText normalised = new NormalisedText();
        normalised.read(text);
        return masking.mask(text, DETECTOR.find(normalised, new Matches(), 100));
    }
}
