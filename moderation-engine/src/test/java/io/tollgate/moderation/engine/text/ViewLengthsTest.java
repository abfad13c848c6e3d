package io.tollgate.moderation.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much there is to be read of a text: whatever stands in it, so many times its length and no more. */
class ViewLengthsTest {

    private static final int LENGTH = 1_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "a b c ",
                "k1ll ",
                "1",
                "rn",
                "vv",
                "操",
                "操 ",
                "操*你-",
                "操*你--",
                "a b c--",
                "操1",
                "弓虽",
                "ma ",
                "shi",
                "nmsl",
                "\0",
                "\uD800",
                "\uDC00\uD800",
                "\u0301",
                "\u200B",
                "\uFDFA",
                "½",
                "㍿",
                "😀",
                "🐎",
                "𝐚",
                "&amp;",
                "<b>a</b>",
                "*a*",
                "YWJj",
                "6162",
                "%61",
                ".- ",
                "\\u0061",
                "uryyb ",
                "ellohay ",
                "a\n",
                "操\n",
            })
    void shouldMakeNoViewMuchLongerThanTheText(String unit) {
        // Given
        String flood = unit.repeat(LENGTH / unit.length());
        NormalisedText text = new NormalisedText();
        Decoder decoder = new Decoder();

        // When
        text.read(flood);

        // Then: a run that is joined has a mark at either end, and its last character may begin the next run
        assertThat(text.folded().length()).isLessThanOrEqualTo(flood.length() * Folding.MAX_EXPANSION);
        assertThat(text.viewCount()).isLessThanOrEqualTo(ViewKind.values().length);
        for (int number = 0; number < text.viewCount(); number++) {
            assertThat(text.view(number).length())
                    .as(text.view(number).kind().toString())
                    .isLessThanOrEqualTo(2 * text.folded().length() + 2);
        }
        for (Encoding encoding : Encoding.values()) {
            if (decoder.decode(encoding, text)) {
                assertThat(decoder.reading().length()).isEqualTo(flood.length());
                assertThat(decoder.reading().folded().length())
                        .as(encoding.toString())
                        .isLessThanOrEqualTo((flood.length() + 2) * Folding.MAX_EXPANSION);
            }
        }
    }
}
