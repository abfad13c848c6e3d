package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

    /** Every key that there is. */
    static final String EVERYTHING = """
            providers:
              openai:
                kind: openai
                base-url: https://api.openai.com/v1
                api-keys: ["${OPENAI_API_KEY}", "${OTHER_KEY}"]
                timeouts: {connect: 1s, first-byte: 20s, idle: 500ms, total: 5m}
                client-gone: drain
                concurrency: 50
                region: eu-west-1
            capabilities:
              gpt-*: {context-length: 128000, output-length: 16384, tools: true, inputs: [text, image]}
              openai/o3: {rename: {max_tokens: max_completion_tokens}, drop: [logit_bias], refuse: [logprobs]}
            models:
              gpt-4o-mini:
                strategy: weighted
                attempts: 4
                hedge: true
                longer-context-model: big
                semantic-cache: {embedding-model: big, threshold: 0.9, entries: 50}
                targets:
                  - {provider: openai, model: gpt-4o-mini, weight: 3, priority: 1}
                  - {provider: openai, model: o3}
              big:
                targets: [{provider: openai, model: gpt-4.1}]
              quality:
                models: [big, gpt-4o-mini]
              auto:
                strategy: cheapest
                models: all
            """;

    private static Routes everything() throws InvalidRoutesException {
        return RoutesFile.read(EVERYTHING, name -> "sk-" + name);
    }

    @Test
    void shouldReadHowAProvidersCallsAreTreated() throws InvalidRoutesException {
        // When
        Provider provider = everything().providers().iterator().next();

        // Then
        assertThat(provider.region()).contains("eu-west-1");
        assertThat(provider.apiKeys()).containsExactly(Secret.of("sk-OPENAI_API_KEY"), Secret.of("sk-OTHER_KEY"));
        assertThat(provider.limits())
                .isEqualTo(new ProviderLimits(
                        new Timeouts(
                                Optional.of(Duration.ofSeconds(1)),
                                Optional.of(Duration.ofSeconds(20)),
                                Optional.of(Duration.ofMillis(500)),
                                Optional.of(Duration.ofMinutes(5))),
                        ClientGone.DRAIN,
                        OptionalInt.of(50)));
    }

    @Test
    void shouldReadHowAModelsTargetsAreChosen() throws InvalidRoutesException {
        // When
        Route route = everything().resolve("gpt-4o-mini").orElseThrow();

        // Then
        assertThat(route.strategy()).isEqualTo(Strategy.WEIGHTED);
        assertThat(route.attempts()).hasValue(4);
        assertThat(route.hedged()).isTrue();
        assertThat(route.longerContext()).contains("big");
        assertThat(route.semanticCache()).contains(new SemanticCache("big", 0.9, 50));
        assertThat(route.targets()).extracting(Target::weight).containsExactly(3, 1);
        assertThat(route.targets()).extracting(Target::priority).containsExactly(1, 0);
    }

    @Test
    void shouldGiveTargetsTheCapabilitiesOfTheirModels() throws InvalidRoutesException {
        // When
        Routes routes = everything();

        // Then
        List<Target> targets = routes.resolve("gpt-4o-mini").orElseThrow().targets();
        assertThat(targets.getFirst().traits().contextLength()).hasValue(128_000);
        assertThat(targets.getFirst().traits().inputs()).contains(Set.of(Modality.TEXT, Modality.IMAGE));
        assertThat(targets.getLast().traits().renamed()).containsEntry("max_tokens", "max_completion_tokens");
        assertThat(targets.getLast().traits().dropped()).containsExactly("logit_bias");
        Target direct = routes.resolve("openai/gpt-5").orElseThrow().targets().getFirst();
        assertThat(direct.traits().outputLength()).hasValue(16_384);
        assertThat(routes.resolve("openai/other")
                        .orElseThrow()
                        .targets()
                        .getFirst()
                        .traits())
                .isEqualTo(ModelTraits.UNKNOWN);
    }

    @Test
    void shouldGiveANameThatStandsForOthersAllOfTheirTargets() throws InvalidRoutesException {
        // When
        Routes routes = everything();

        // Then
        assertThat(routes.resolve("quality").orElseThrow().targets())
                .extracting(Target::model)
                .containsExactly("gpt-4.1", "gpt-4o-mini", "o3");
        assertThat(routes.resolve("auto").orElseThrow().targets()).hasSize(3);
        assertThat(routes.resolve("auto").orElseThrow().strategy()).isEqualTo(Strategy.CHEAPEST);
    }

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
    void shouldCompareQuestionsOnlyWhereTheFileSaysSoAndThenStrictly() throws InvalidRoutesException {
        // Given
        String yaml = DOCUMENTED + """
                  embedder:
                    targets: [{provider: openai, model: text-embedding-3-small}]
                  compared:
                    semantic-cache: {embedding-model: embedder}
                    targets: [{provider: openai, model: gpt-4o-mini}]
                """;

        // When
        Routes routes = RoutesFile.read(yaml, ENVIRONMENT::get);

        // Then
        assertThat(routes.resolve("gpt-4o-mini").orElseThrow().semanticCache()).isEmpty();
        assertThat(routes.resolve("compared").orElseThrow().semanticCache())
                .contains(new SemanticCache("embedder", 0.95, 100));
    }

    @Test
    void shouldSayWhichKeyOfTheSemanticCacheIsWrong() {
        // Given
        String yaml = DOCUMENTED + """
                    semantic-cache:
                      embedding-model: gpt-4o-mini
                      threshold: 2
                      entries: many
                """;

        // When
        var thrown = assertThatThrownBy(() -> RoutesFile.read(yaml, ENVIRONMENT::get));

        // Then
        thrown.isInstanceOf(InvalidRoutesException.class).hasMessage("""
                the routes file has 3 problems:
                  - models.gpt-4o-mini.semantic-cache.embedding-model (line 12, column 24): must be the name of another model of this file
                  - models.gpt-4o-mini.semantic-cache.threshold (line 13, column 18): must be a number from 0.5 to 1.0
                  - models.gpt-4o-mini.semantic-cache.entries (line 14, column 16): must be a whole number from 1 to 1000""");
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
                  - providers.openai.timeout (line 5, column 5): unknown key; known here: kind, base-url, api-key, api-keys, timeouts, client-gone, concurrency
                  - models."gpt-4.1".targets[0].provider (line 9, column 19): there is no provider 'opnai' in this file""");
    }
}
