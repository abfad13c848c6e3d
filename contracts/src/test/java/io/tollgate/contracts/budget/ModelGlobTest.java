package io.tollgate.contracts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelGlobTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o, true",
        "gpt-4o, gpt-4o-mini, false",
        "gpt-4*, gpt-4o-mini, true",
        "*mini, gpt-4o-mini, true",
        "*mini, gpt-4o-mini-x, false",
        "gpt-?o, gpt-4o, true",
        "gpt-?o, gpt-44o, false",
        "*, anything, true",
        "*/llama-*-8b, groq/llama-3.1-8b, true",
        "a*b*c, abxbxc, true",
        "gpt.4o, gpt-4o, false",
        "'', gpt-4o, false"
    })
    void shouldMatchStarsAndQuestionMarksOnly(String glob, String name, boolean matches) {
        // When / Then
        assertThat(ModelGlob.matches(glob, name)).isEqualTo(matches);
    }

    @Test
    @Timeout(10)
    void shouldNotBacktrackWithoutEnd() {
        // Given
        String glob = "*a".repeat(100) + "b";
        String name = "a".repeat(256);

        // When / Then
        assertThat(ModelGlob.matches(glob, name))
                .as("within %s", Duration.ofSeconds(10))
                .isFalse();
    }
}
