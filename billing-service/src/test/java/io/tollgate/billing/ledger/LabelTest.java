package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelTest {

    @Test
    void shouldKeepTextThatFits() {
        // Given
        String text = "x".repeat(Label.MOST_KEY_BYTES);

        // When
        String key = Label.key(text);

        // Then
        assertThat(key).isEqualTo(text);
    }

    @Test
    void shouldCutLongTextAtACharacterAndKeepDifferentTextsApart() {
        // Given: prefixes of every length move the cut through the bytes of a four-byte character
        IntStream.range(0, 4).mapToObj("x"::repeat).forEach(prefix -> {
            String one = prefix + "😀".repeat(300) + "1";
            String other = prefix + "😀".repeat(300) + "2";

            // When
            String key = Label.key(one);

            // Then
            assertThat(key).startsWith(prefix + "😀").matches("[^\\uFFFD]+~[0-9a-f]{16}");
            assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(253, Label.MOST_KEY_BYTES);
            assertThat(key).isEqualTo(Label.key(one)).isNotEqualTo(Label.key(other));
        });
    }

    @Test
    void shouldReplaceWhatPostgresqlCannotStore() {
        // When
        String stored = Label.stored("a\0b");

        // Then
        assertThat(stored).isEqualTo("a\uFFFDb").isEqualTo(Label.key("a\0b"));
        assertThat(Label.stored(null)).isNull();
    }
}
