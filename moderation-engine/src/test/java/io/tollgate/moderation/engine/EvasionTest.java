package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvasionTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();

    record Evasion(String transform, String text) {
        @Override
        public String toString() {
            return transform;
        }
    }

    static List<Evasion> evasions() {
        return TestLines.of("evasions.txt").stream()
                .map(line -> line.split("\t", 2))
                .map(fields -> new Evasion(fields[0], unescaped(fields[1])))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("evasions")
    void shouldFlagDisguisedText(Evasion evasion) {
        // When
        Assessment assessment = ENGINE.assess("so: " + evasion.text() + " , ok");

        // Then
        assertThat(assessment.flagged()).isTrue();
        assertThat(assessment.hits())
                .allSatisfy(hit ->
                        assertThat(hit.end()).isLessThanOrEqualTo(evasion.text().length() + 4));
    }

    /** {@code \\uXXXX}, {@code \\n} and {@code \\t}; {@link String#translateEscapes()} leaves the first to the compiler. */
    private static String unescaped(String text) {
        StringBuilder unescaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                unescaped.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (text.charAt(i) == '\\') {
                unescaped.append(text.substring(i, i + 2).translateEscapes());
                i++;
            } else {
                unescaped.append(text.charAt(i));
            }
        }
        return unescaped.toString();
    }
}
