package io.tollgate.chat.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dashboards depend on these names: a change here is a change of an API. */
class GenAiAttributesTest {

    @Test
    void shouldKeepTheConventionsNames() {
        // When
        List<String> names = Arrays.stream(GenAiAttributes.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == AttributeKey.class)
                .map(GenAiAttributesTest::name)
                .toList();

        // Then
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "gen_ai.operation.name",
                        "gen_ai.provider.name",
                        "gen_ai.request.model",
                        "gen_ai.request.stream",
                        "gen_ai.response.id",
                        "gen_ai.response.model",
                        "gen_ai.usage.input_tokens",
                        "gen_ai.usage.output_tokens",
                        "gen_ai.usage.cache_read.input_tokens",
                        "gen_ai.usage.reasoning.output_tokens",
                        "error.type",
                        "tollgate.attempt.id");
        assertThat(GenAiAttributes.CHAT).isEqualTo("chat");
    }

    private static String name(java.lang.reflect.Field field) {
        try {
            return ((AttributeKey<?>) field.get(null)).getKey();
        } catch (IllegalAccessException notPublic) {
            throw new IllegalStateException(notPublic);
        }
    }
}
