package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HardNegativesTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final ModerationEngine TERMS_ALONE =
            new ModerationEngine(List.of(PackReader.bundled("en-core"), PackReader.bundled("zh-core")));

    /** What the classifier, which knows words and not what they are about, may suspect for another look. */
    private static final double MAX_SUSPECTED = 0.12;

    static List<String> texts() {
        return TestLines.of("hard-negatives.txt");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldNotFlagHarmlessTextByItsTerms(String text) {
        // When
        Assessment assessment = TERMS_ALONE.assess(text);

        // Then
        assertThat(assessment.categories()).as("%s", assessment.hits()).isEmpty();
    }

    @Test
    void shouldNotBlockAnyAndSuspectFew() {
        // When
        List<Assessment> assessments = texts().stream().map(ENGINE::assess).toList();

        // Then
        assertThat(assessments)
                .allSatisfy(assessment -> assertThat(assessment.certain()).isEmpty());
        assertThat(assessments.stream().filter(Assessment::flagged).count())
                .isLessThan((long) (MAX_SUSPECTED * texts().size()));
    }

    @Test
    void shouldNotFlagThemTogetherEither() {
        // Given: every five of them as one text, as a conversation would be
        List<String> texts = texts();
        Stream<String> conversations = Stream.iterate(0, first -> first + 5 <= texts.size(), first -> first + 5)
                .map(first -> String.join("\n", texts.subList(first, first + 5)));

        // When
        List<Assessment> flagged = conversations
                .map(TERMS_ALONE::assess)
                .filter(Assessment::flagged)
                .toList();

        // Then
        assertThat(flagged).isEmpty();
    }

    @Test
    void shouldHaveEnoughTextsInBothLanguages() {
        // When
        long chinese = texts().stream()
                .filter(text -> text.codePoints().anyMatch(Character::isIdeographic))
                .count();

        // Then
        assertThat(chinese).isGreaterThan(30);
        assertThat(texts().size() - chinese).isGreaterThan(60);
    }
}
