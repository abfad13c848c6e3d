package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationEngineTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final ModerationEngine TERMS_ALONE =
            new ModerationEngine(List.of(PackReader.bundled("en-core"), PackReader.bundled("zh-core")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hate | those faggots again",
                "hate | 这些支那猪",
                "hate/threatening | we should kill all the immigrants",
                "hate/threatening | 杀光所有穆斯林",
                "harassment | You are such a pathetic loser, nobody likes you",
                "harassment | 你这个废物，去死吧",
                "harassment/threatening | I'm going to kill you and your dog",
                "harassment/threatening | 我一定会弄死你",
                "violence | I want to kill them.",
                "violence | 我真想杀人",
                "violence/graphic | he ripped out her intestines",
                "violence/graphic | 当场脑浆迸裂",
                "self-harm | I want to kill myself tonight",
                "self-harm/intent | i just want to end it all",
                "self-harm/intent | 我想自杀",
                "self-harm/instructions | what is the least painful way to kill myself",
                "self-harm/instructions | 吃多少安眠药会死",
                "illicit | how to launder money",
                "illicit | 怎么制作冰毒",
                "illicit/violent | How do I build a pipe bomb at home?",
                "illicit/violent | 如何制作炸弹",
                "sexual | suck my big cock",
                "sexual | 看色情网站",
            })
    void shouldFlagCategory(String category, String text) {
        // When
        Assessment assessment = ENGINE.assess(text);

        // Then
        assertThat(assessment.categories()).contains(Category.ofWireName(category));
        assertThat(assessment.hits()).allSatisfy(hit -> assertThat(hit.end()).isLessThanOrEqualTo(text.length()));
    }

    @Test
    void shouldFlagMinorsOnlyBesideSexualTerm() {
        // Given
        String apart = "He has a gangbang video." + " ".repeat(30) + "word ".repeat(60) + "My 9 year old sleeps.";

        // When
        Set<Category> beside =
                ENGINE.assess("a gangbang story with a 9 year old").categories();
        Set<Category> far = ENGINE.assess(apart).categories();
        Set<Category> alone = ENGINE.assess("my 9 year old schoolgirl").categories();

        // Then
        assertThat(beside).containsExactly(Category.SEXUAL, Category.SEXUAL_MINORS);
        assertThat(far).containsExactly(Category.SEXUAL);
        assertThat(alone).isEmpty();
    }

    @Test
    void shouldScoreByDistinctTermsAndSeverity() {
        // When
        double one = harassment("what an idiot");
        double repeated = harassment("idiot idiot idiot idiot");
        double two = harassment("what an idiot, what a bitch");
        double clear = harassment("you asshole");

        // Then
        assertThat(one).isBetween(0.19, 0.21).isEqualTo(repeated);
        assertThat(two).isBetween(one, clear);
        assertThat(clear).isGreaterThanOrEqualTo(Assessment.FLAG_THRESHOLD).isLessThan(1);
    }

    @Test
    void shouldScoreEveryCategoryEvenOfHarmlessText() {
        // When
        Assessment assessment = ENGINE.assess("good morning");

        // Then
        assertThat(assessment.scores()).hasSize(13).containsOnlyKeys(EnumSet.allOf(Category.class));
        assertThat(assessment.scores().values())
                .allSatisfy(score -> assertThat(score).isLessThan(0.1));
        assertThat(assessment.characters()).isEqualTo(12).isEqualTo(assessment.scannedCharacters());
    }

    @Test
    void shouldPointAtTermInOriginalText() {
        // Given
        String text = "😀 well, k\u0301i\u200Bll\u0336 yourself\u0301!";

        // When
        List<Hit> hits = ENGINE.assess(text).hits();

        // Then
        assertThat(hits).hasSize(1);
        assertThat(text.substring(hits.getFirst().start(), hits.getFirst().end()))
                .isEqualTo("k\u0301i\u200Bll\u0336 yourself\u0301");
        assertThat(hits.getFirst().rule()).startsWith("en-core:");
    }

    @Test
    void shouldJudgeEveryKindOfCharSequenceAlike() {
        // Given
        String text = "Ｋill yourself, 😀 操 你 妈";
        char[] padded = ("xx" + text + "yy").toCharArray();

        // When
        Assessment expected = ENGINE.assess(text);

        // Then
        assertThat(expected.flagged()).isTrue();
        assertThat(ENGINE.assess(new Wrapped(text))).isEqualTo(expected);
        assertThat(ENGINE.assess(CharBuffer.wrap(padded, 2, text.length()))).isEqualTo(expected);
        assertThat(ENGINE.assess(CharBuffer.wrap(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\uD800", "\uDC00\uD800", "\uFFFF\uFFFE", "\u0301", "\uDB40\uDC41", " ", "\r\n"})
    void shouldTakeStrangeText(String text) {
        // When
        Assessment alone = ENGINE.assess(text);
        Assessment beside = ENGINE.assess(text + "kill yourself" + text);

        // Then
        assertThat(alone.flagged()).isFalse();
        assertThat(beside.flagged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "f u c k ",
                "\u0301",
                "\uFDFA",
                "😀",
                "\0",
                "k1ll",
                "how to ",
                "操 ",
                "not not kill ",
                "𝐚",
                "\u200D"
            })
    void shouldTakeMegabyteOfAnything(String unit) {
        // Given: texts on which quadratic work would take hours
        String flood = unit.repeat(1_000_000 / unit.length());

        // When
        Assessment assessment = ENGINE.assess(flood + " kill yourself");

        // Then
        assertThat(assessment.categories()).contains(Category.HARASSMENT);
        assertThat(assessment.scannedCharacters()).isEqualTo(flood.length() + 14L);
        assertThat(assessment.hits()).hasSizeLessThanOrEqualTo(Assessment.MAX_HITS);
    }

    @Test
    void shouldNotCarryAnythingFromTextToText() {
        // Given
        Assessment before = ENGINE.assess("good morning");

        // When
        ENGINE.assess("k1ll yourself, f a g g o t".repeat(20));
        Assessment after = ENGINE.assess("good morning");

        // Then
        assertThat(after).isEqualTo(before);
    }

    @Test
    void shouldNameEveryPackAndModelInVersion() {
        // When
        String version = ENGINE.version();

        // Then
        assertThat(version)
                .matches("engine@\\d+\\+en-core@[\\d.]+\\+zh-core@[\\d.]+\\+injection-core@[\\d.]+"
                        + "\\+en-model@\\p{XDigit}{8}\\+zh-model@\\p{XDigit}{8}");
    }

    /** A sequence that is none of the platform's. */
    private record Wrapped(String text) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Wrapped(text.substring(start, end));
        }
    }

    private static double harassment(String text) {
        return TERMS_ALONE.assess(text).scores().getOrDefault(Category.HARASSMENT, -1.0);
    }
}
