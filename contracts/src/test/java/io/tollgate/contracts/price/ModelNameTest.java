package io.tollgate.contracts.price;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini-2024-07-18, gpt-4o-mini",
        "claude-sonnet-4-5-20250929, claude-sonnet-4-5",
        "claude-opus-4@20250514, claude-opus-4"
    })
    void shouldFallBackToTheModelWithoutItsDate(String dated, String model) {
        assertThat(ModelName.candidates(dated)).containsExactly(dated, model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4o-mini",
                "gpt-4-0613",
                "mistral-large-2512",
                "model-2024-13-01",
                "model-2024-07-32",
                "model-20241318",
                "2024-07-18",
                "doubao-seed-2-0-pro-260215"
            })
    void shouldGuessNothingWhereTheNameDoesNotEndWithADate(String model) {
        assertThat(ModelName.candidates(model)).containsExactly(model);
    }

    @Test
    void shouldRemoveOneDateOnly() {
        assertThat(ModelName.candidates("m-2024-01-01-2024-07-18"))
                .containsExactly("m-2024-01-01-2024-07-18", "m-2024-01-01");
    }
}
