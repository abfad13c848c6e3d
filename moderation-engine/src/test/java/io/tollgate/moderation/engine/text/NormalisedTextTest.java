package io.tollgate.moderation.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisedTextTest {

    /** Whatever folding, expanding, dropping and grapheme rules treat differently. */
    private static final List<String> PIECES = List.of(
            "a",
            "B",
            " ",
            "\n",
            "\r",
            "\t",
            "é",
            "e",
            "\u0301",
            "\u0336",
            "\u200B",
            "\u200D",
            "\u00AD",
            "\uFE0F",
            "ﬁ",
            "ß",
            "İ",
            "ﷺ",
            "½",
            "㍿",
            "Ａ",
            "𝒜",
            "😀",
            "👩",
            "\uD83C\uDFFD",
            "🇫",
            "操",
            "你",
            "か\u3099",
            "\u1100",
            "\u1161",
            "한",
            "क",
            "\u094D",
            "ष",
            "\u0600",
            "\u0E33",
            "\uDB40\uDC41",
            "\uD800",
            "\uDC00",
            "\0",
            "1",
            "@",
            "с",
            "Σ",
            "\u20DD",
            "⒜",
            "Ⓜ",
            "’",
            "\u3164");

    @ParameterizedTest
    @CsvSource({
        "ＦＵＬＬ, full",
        "𝓈𝒸𝓇𝒾𝓅𝓉, script",
        "ⓒⓘⓡⓒⓛⓔⓓ, circled",
        "Straße, strasse",
        "ﬁne, fine",
        "Ñandú, nandu",
        "a\u0301\u0336\u0489b, ab",
        "a\u200B\u2060\u00ADb, ab",
        "'a \t\r\n b', a b",
        "don’t, don't",
        "e‑mail, e-mail",
        "⼈, 人",
        "ΣΑΣ, σασ",
        "㍿, 株式会社",
        "ﷺ, ﷺ",
    })
    void shouldFold(String text, String folded) {
        // When
        String result = NormalisedText.fold(text);

        // Then
        assertThat(result).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({
        "pаypаl, paypal",
        "h3ll0, hello",
        "$h1t!, shit!",
        "ѕех, ѕех",
        "2026, 2026",
        "привет, привет",
        "ᴋɪʟʟ, kill",
        "hello!, hello!",
    })
    void shouldReadAsLatinOnlyWhatIsMixed(String text, String latin) {
        // Given
        NormalisedText normalised = new NormalisedText();

        // When
        normalised.read(text);

        // Then
        assertThat(content(normalised.isDisguised() ? normalised.latinised() : normalised.folded()))
                .isEqualTo(latin);
    }

    @ParameterizedTest
    @CsvSource({
        "'x f u c k y', xfucky",
        "f.u.c.k, fuck",
        "'f . u . c . k', fuck",
        "操*你*妈, 操你妈",
        "'a b', ''",
        "'体操，你妈妈', ''",
        "'f u-c', fuc",
        "'no f  u  c  k', fuck",
    })
    void shouldJoinSingleCharacters(String text, String joined) {
        // Given
        NormalisedText normalised = new NormalisedText();

        // When
        normalised.read(text);

        // Then
        assertThat(content(normalised.joined()).replace("\0", "")).isEqualTo(joined == null ? "" : joined);
    }

    @Test
    void shouldFoldEveryCodePointToWhatFoldsToItself() {
        // Given: each apart from its neighbours, many in one text
        int block = 0x400;
        List<String> texts = IntStream.rangeClosed(0, Character.MAX_CODE_POINT / block)
                .mapToObj(number -> IntStream.range(number * block, (number + 1) * block)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining("x")))
                .toList();

        // When
        List<String> once = texts.stream().map(NormalisedText::fold).toList();
        List<String> twice = once.stream().map(NormalisedText::fold).toList();

        // Then
        assertThat(twice).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFoldFoldedTextToItself(long seed) {
        // Given
        String folded = NormalisedText.fold(text(seed));

        // When
        String again = NormalisedText.fold(folded);

        // Then
        assertThat(again).isEqualTo(folded);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldMapEveryCharacterToWholeGraphemes(long seed) {
        // Given
        String text = text(seed);
        NormalisedText normalised = new NormalisedText();
        BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(text);

        // When
        normalised.read(text);

        // Then
        View folded = normalised.folded();
        for (int i = 0; i < folded.length(); i++) {
            int start = normalised.graphemeStart(folded.originOf(i));
            int end = normalised.graphemeEnd(folded.originOf(i));
            assertThat(start).isLessThanOrEqualTo(folded.originOf(i)).isLessThan(end);
            assertThat(graphemes.isBoundary(start)).as("start at %s", start).isTrue();
            assertThat(graphemes.isBoundary(end)).as("end at %s", end).isTrue();
        }
    }

    @Test
    void shouldNotGrowMoreThanAllowed() {
        // Given
        String flood = "ﷺ㍿½".repeat(1_000);

        // When
        String folded = NormalisedText.fold(flood);

        // Then
        assertThat(folded.length()).isLessThanOrEqualTo(flood.length() * Folding.MAX_EXPANSION);
    }

    private static String content(View view) {
        return new String(view.characters(), 0, view.length());
    }

    private static String text(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        random.ints(2_000, 0, PIECES.size()).forEach(piece -> text.append(PIECES.get(piece)));
        return text.toString();
    }
}
