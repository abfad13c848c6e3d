package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HardNegativesTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();

    static List<String> texts() {
        return TestLines.of("hard-negatives.txt");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldNotFlagHarmlessText(String text) {
        // When
        Assessment assessment = ENGINE.assess(text);

        // Then
        assertThat(assessment.categories()).as("%s", assessment.hits()).isEmpty();
    }

    @Test
    void shouldNotFlagThemTogetherEither() {
        // Given: every five of them as one text, as a conversation would be
        List<String> texts = texts();
        Stream<String> conversations = Stream.iterate(0, first -> first + 5 <= texts.size(), first -> first + 5)
                .map(first -> String.join("\n", texts.subList(first, first + 5)));

        // When
        List<Assessment> flagged =
                conversations.map(ENGINE::assess).filter(Assessment::flagged).toList();

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
