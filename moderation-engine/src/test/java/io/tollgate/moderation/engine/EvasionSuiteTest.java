package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is flagged when it is written plainly is flagged in disguise too: of every disguise at least {@value #MIN_RECALL} of it. The
 * table is printed, and kept in the module's documentation.
 */
class EvasionSuiteTest {

    private static final double MIN_RECALL = 0.95;
    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final List<String> TEXTS = TestLines.of("harmful-texts.txt");
    private static final StringBuilder TABLE = new StringBuilder("| transform | texts | kept |\n|---|---|---|\n");

    static Stream<Transform> transforms() {
        return Stream.concat(Transforms.all(), ChineseTransforms.all());
    }

    @Test
    void shouldFlagEveryTextAsItIs() {
        // When
        List<String> missed =
                TEXTS.stream().filter(text -> !ENGINE.assess(text).flagged()).toList();

        // Then
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void shouldFlagInDisguise(Transform transform) {
        // Given
        List<String> texts = TEXTS.stream()
                .filter(text -> transform.applies(text, longestTerm(text)))
                .toList();

        // When
        List<String> missed = texts.stream()
                .filter(text -> !isKept(text, transform.disguise().apply(text)))
                .toList();
        double recall = 1 - (double) missed.size() / texts.size();
        TABLE.append(String.format(Locale.ROOT, "| %s | %d | %.3f |%n", transform, texts.size(), recall));

        // Then
        assertThat(recall).as("%s missed %s", transform, missed).isGreaterThanOrEqualTo(MIN_RECALL);
    }

    @AfterAll
    static void printTable() {
        System.out.println(TABLE);
    }

    private static int longestTerm(String text) {
        return ENGINE.assess(text).hits().stream()
                .mapToInt(hit -> hit.end() - hit.start())
                .max()
                .orElse(0);
    }

    private static boolean isKept(String text, String disguised) {
        Assessment assessment = ENGINE.assess(disguised);
        Set<Category> kept = EnumSet.noneOf(Category.class);
        kept.addAll(ENGINE.assess(text).categories());
        kept.retainAll(assessment.categories());
        boolean inText = assessment.hits().stream().allMatch(hit -> hit.end() <= disguised.length());
        return !kept.isEmpty() && inText;
    }
}
