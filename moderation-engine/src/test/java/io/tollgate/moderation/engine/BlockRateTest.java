package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of harmless texts written to look harmful, at most one in a hundred may be stopped. */
class BlockRateTest {

    private static final double MAX_BLOCKED = 0.01;
    private static final ModerationEngine ENGINE = ModerationEngine.load();

    private static List<String> texts() {
        return Stream.of("hard-negatives.txt", "more-hard-negatives.txt")
                .flatMap(name -> TestLines.of(name).stream())
                .toList();
    }

    @Test
    void shouldBlockAtMostOneInHundredHarmlessTexts() {
        // When
        List<String> blocked = texts().stream()
                .filter(text -> !ENGINE.assess(text).certain().isEmpty())
                .toList();

        // Then
        assertThat((double) blocked.size() / texts().size()).as("%s", blocked).isLessThanOrEqualTo(MAX_BLOCKED);
    }

    @Test
    void shouldNotHoldThemForInjections() {
        // When
        List<String> flagged = texts().stream()
                .filter(text -> ENGINE.assess(text).injection().flagged())
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
        assertThat(chinese).isGreaterThan(200);
        assertThat(texts().size() - chinese).isGreaterThan(300);
    }
}
