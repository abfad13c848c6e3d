package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesFileTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("OPENAI_API_KEY", "sk-real", "EMPTY", "");

    private static final String DOCUMENTED = """
            providers:
              openai:
                kind: openai                 # the dialect it speaks
                base-url: ${OPENAI_BASE_URL:https://api.openai.com/v1}
                api-key: ${OPENAI_API_KEY}   # a reference, never the secret itself
            models:
              gpt-4o-mini:
                targets:
                  - provider: openai
                    model: gpt-4o-mini
            """;

    @Test
    void shouldReadTheDocumentedShape() throws InvalidRoutesException {
        // Given
        Provider openai = new Provider(
                "openai", ProviderKind.OPENAI, URI.create("https://api.openai.com/v1"), Secret.of("sk-real"));

        // When
        Routes routes = RoutesFile.read(DOCUMENTED, ENVIRONMENT::get);

        // Then
        assertThat(routes.providers()).containsExactly(openai);
        assertThat(routes.routes())
                .containsExactly(new Route("gpt-4o-mini", List.of(new Target(openai, "gpt-4o-mini"))));
    }

    @Test
    void shouldPreferTheEnvironmentToADefault() throws InvalidRoutesException {
        // Given
        Map<String, String> environment =
                Map.of("OPENAI_API_KEY", "sk-real", "OPENAI_BASE_URL", "http://127.0.0.1:9/v1/");

        // When
        Routes routes = RoutesFile.read(DOCUMENTED, environment::get);

        // Then
        assertThat(routes.providers())
                .extracting(Provider::baseUrl)
                .containsExactly(URI.create("http://127.0.0.1:9/v1"));
    }

    @Test
    void shouldTakeAVariableSetToNothingForNotSet() throws InvalidRoutesException {
        // Given
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "sk-real", "OPENAI_BASE_URL", "");

        // When
        Routes routes = RoutesFile.read(DOCUMENTED, environment::get);

        // Then
        assertThat(routes.providers())
                .extracting(Provider::baseUrl)
                .containsExactly(URI.create("https://api.openai.com/v1"));
    }

    @Test
    void shouldResolveReferencesInEveryValue() throws InvalidRoutesException {
        // Given
        String yaml = """
                providers:
                  one: {kind: "${KIND}", base-url: "https://${HOST}:${PORT:8443}/v1", api-key: "${KEY}"}
                models:
                  fast: {targets: [{provider: "${NAME}", model: "${FAMILY}-${SIZE:mini}"}]}
                """;
        Map<String, String> environment =
                Map.of("KIND", "openai", "HOST", "models.test", "KEY", "k$1\\${X}", "NAME", "one", "FAMILY", "gpt");

        // When
        Routes routes = RoutesFile.read(yaml, environment::get);

        // Then
        Target target = routes.resolve("fast").orElseThrow().targets().getFirst();
        assertThat(target.model()).isEqualTo("gpt-mini");
        assertThat(target.provider().baseUrl()).isEqualTo(URI.create("https://models.test:8443/v1"));
        assertThat(target.provider().apiKeys().getFirst().reveal()).isEqualTo("k$1\\${X}");
    }

    @Test
    void shouldTakeValuesForTextWhateverYamlTakesThemFor() throws InvalidRoutesException {
        // Given
        String yaml = DOCUMENTED.replace("gpt-4o-mini:", "010:").replace("model: gpt-4o-mini", "model: 4.10");

        // When
        Routes routes = RoutesFile.read(yaml, ENVIRONMENT::get);

        // Then
        assertThat(routes.resolve("010").orElseThrow().targets().getFirst().model())
                .isEqualTo("4.10");
    }

    @Test
    void shouldKeepTheOrderOfTargets() throws InvalidRoutesException {
        // Given
        String yaml = DOCUMENTED + "      - {provider: openai, model: gpt-4.1}\n";

        // When
        Routes routes = RoutesFile.read(yaml, ENVIRONMENT::get);

        // Then
        assertThat(routes.resolve("gpt-4o-mini").orElseThrow().targets())
                .extracting(Target::model)
                .containsExactly("gpt-4o-mini", "gpt-4.1");
    }

    @Test
    void shouldAllowAFileWithoutModels() throws InvalidRoutesException {
        // Given
        String yaml = DOCUMENTED.substring(0, DOCUMENTED.indexOf("models:"));

        // When
        Routes routes = RoutesFile.read(yaml, ENVIRONMENT::get);

        // Then
        assertThat(routes.resolve("openai/gpt-4o")).isPresent();
        assertThat(routes.routes()).isEmpty();
    }

    @Test
    void shouldChangeTheVersionWithTheContent() throws InvalidRoutesException {
        // Given
        String changed = DOCUMENTED.replace("model: gpt-4o-mini", "model: gpt-4o");

        // When
        String version = RoutesFile.read(changed, ENVIRONMENT::get).version();

        // Then
        assertThat(version).matches("[0-9a-f]{12}");
        assertThat(RoutesFile.read(DOCUMENTED, ENVIRONMENT::get).version()).isNotEqualTo(version);
        assertThat(RoutesFile.read(changed, ENVIRONMENT::get).version()).isEqualTo(version);
    }

    @Test
    void shouldListEveryProblemInTheOrderOfTheFile() {
        // Given
        String yaml = """
                providers:
                  openai:
                    kind: openia
                    api-key: sk-proj-secret
                    timeout: 5s
                models:
                  gpt-4.1:
                    targets:
                      - provider: opnai
                        model: gpt-4.1
                """;

        // When
        var thrown = assertThatThrownBy(() -> RoutesFile.read(yaml, ENVIRONMENT::get));

        // Then
        thrown.isInstanceOf(InvalidRoutesException.class).hasMessage("""
                the routes file has 5 problems:
                  - providers.openai.base-url (line 2, column 3): is missing
                  - providers.openai.kind (line 3, column 11): kind 'openia' is unknown; known: openai, anthropic, gemini, bedrock, azure
                  - providers.openai.api-key (line 4, column 14): must be a reference to the secret, ${NAME} or file:/path, and never the secret itself; if a real secret stands here, revoke it
                  - providers.openai.timeout (line 5, column 5): unknown key; known here: kind, base-url, api-key, api-keys
                  - models."gpt-4.1".targets[0].provider (line 9, column 19): there is no provider 'opnai' in this file""");
    }
}
