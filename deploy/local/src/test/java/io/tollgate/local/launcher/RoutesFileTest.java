package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesFileTest {
    private static RoutesFile routes(Map<String, String> environment) {
        return new RoutesFile(new Variables(environment), "http://127.0.0.1:17000");
    }

    private static JsonNode parsed(RoutesFile routes) throws IOException {
        return new YAMLMapper().readTree(routes.yaml());
    }

    @Test
    void shouldNameAJudgeOfEachProviderThatHasOne() {
        // When
        String simulated = routes(Map.of()).judges();
        String real = routes(Map.of("OPENAI_API_KEY", "sk-real")).judges();

        // Then
        assertThat(simulated)
                .contains("judges.simulated.model=simulator/qwen3guard")
                .doesNotContain("openai");
        assertThat(real)
                .contains("judges.openai.model=openai/omni-moderation-latest")
                .doesNotContain("sk-real");
    }

    @Test
    void shouldServeTheUsualModelsFromTheSimulatorWhenNoKeyIsSet() throws IOException {
        // When
        RoutesFile routes = routes(Map.of());
        JsonNode file = parsed(routes);

        // Then
        assertThat(routes.isSimulated()).isTrue();
        assertThat(routes.firstModel()).isEqualTo("gpt-4o-mini");
        assertThat(file.path("models").properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "gpt-4o-mini",
                        "gpt-4o",
                        "gpt-4.1-mini",
                        "text-embedding-3-small",
                        "tts-1",
                        "whisper-1",
                        "dall-e-3",
                        "simulated");
        assertThat(file.at("/models/gpt-4o/targets/0/provider").textValue()).isEqualTo("simulator");
        assertThat(file.at("/models/gpt-4o/targets/0/model").textValue()).isEqualTo("gpt-4o");
        assertThat(file.at("/providers/simulator/base-url").textValue()).isEqualTo("http://127.0.0.1:17000/v1");
        assertThat(file.at("/providers/simulator/kind").textValue()).isEqualTo("openai");
        assertThat(file.at("/providers/simulator/api-key").textValue()).isEqualTo("${SIMULATOR_API_KEY}");
    }

    @Test
    void shouldMakeAProviderTheDefaultWhenItsKeyIsSetAndNeverHoldTheKey() throws IOException {
        // When
        RoutesFile routes = routes(Map.of("OPENAI_API_KEY", "sk-very-secret", "ANTHROPIC_API_KEY", "sk-ant-secret"));
        JsonNode file = parsed(routes);

        // Then
        assertThat(routes.isSimulated()).isFalse();
        assertThat(routes.yaml()).doesNotContain("secret");
        assertThat(file.at("/providers/openai/base-url").textValue())
                .isEqualTo("${OPENAI_BASE_URL:https://api.openai.com/v1}");
        assertThat(file.at("/providers/anthropic/api-key").textValue()).isEqualTo("${ANTHROPIC_API_KEY}");
        assertThat(file.at("/providers/anthropic/kind").textValue()).isEqualTo("anthropic");
        assertThat(file.at("/models/gpt-4o-mini/targets/0/provider").textValue())
                .isEqualTo("openai");
        assertThat(file.at("/models/claude-haiku-4-5/targets/0/provider").textValue())
                .isEqualTo("anthropic");
        assertThat(file.at("/models/simulated/targets/0/provider").textValue()).isEqualTo("simulator");
        assertThat(file.path("providers").has("mistral")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com, ${ANTHROPIC_BASE_URL:https://api.anthropic.com/v1}/v1",
        "https://api.anthropic.com/, ${ANTHROPIC_BASE_URL:https://api.anthropic.com/v1}v1",
        "https://proxy.example.org/anthropic, ${ANTHROPIC_BASE_URL:https://api.anthropic.com/v1}",
        "https://api.anthropic.com/v1, ${ANTHROPIC_BASE_URL:https://api.anthropic.com/v1}"
    })
    void shouldAddTheVersionToAnAddressThatHasNoPath(String address, String expected) throws IOException {
        // When
        RoutesFile routes = routes(Map.of("ANTHROPIC_API_KEY", "sk-ant-secret", "ANTHROPIC_BASE_URL", address));

        // Then
        assertThat(parsed(routes).at("/providers/anthropic/base-url").textValue())
                .isEqualTo(expected);
    }
}
