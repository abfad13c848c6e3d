package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One rule, one refusal: each with its place in the file and what to do. */
class RoutesFileRefusalTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "sk-real", "EMPTY", "", "SPACED", "two words");

    private static final String PROVIDERS = """
            providers:
              one:
                kind: openai
                base-url: https://models.test/v1
                api-key: ${KEY}
            """;

    private static final String VALID = PROVIDERS + """
            models:
              fast:
                targets:
                  - provider: one
                    model: m-1
            """;

    private static InvalidRoutesException refusal(String yaml) {
        return catchThrowableOfType(InvalidRoutesException.class, () -> RoutesFile.read(yaml, ENVIRONMENT::get));
    }

    private static void assertRefused(String yaml, String path, int line, int column, String message) {
        assertThat(refusal(yaml).problems()).containsExactly(new RoutesProblem(path, line, column, message));
    }

    @Test
    void shouldRefuseBedrockThatSignsForNoRegion() {
        String yaml = VALID.replace("kind: openai", "kind: bedrock\n    access-key-id: ${KEY}");

        assertRefused(yaml, "providers.one.region", 2, 3, "is missing, and base-url does not name a region");
    }

    @Test
    void shouldRefuseAzureWithoutAnApiVersion() {
        String yaml = VALID.replace("kind: openai", "kind: azure");

        assertRefused(
                yaml,
                "providers.one.api-version",
                2,
                3,
                "is missing; only a base-url that ends in /openai/v1 does without");
    }

    @Test
    void shouldRefuseAMissingKind() {
        String yaml = VALID.replace("    kind: openai\n", "");

        assertRefused(yaml, "providers.one.kind", 2, 3, "is missing");
    }

    @Test
    void shouldRefuseAMissingBaseUrl() {
        String yaml = VALID.replace("    base-url: https://models.test/v1\n", "");

        assertRefused(yaml, "providers.one.base-url", 2, 3, "is missing");
    }

    @Test
    void shouldRefuseAMissingApiKey() {
        String yaml = VALID.replace("    api-key: ${KEY}\n", "");

        assertRefused(yaml, "providers.one.api-key", 2, 3, "is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.openai.com/v1       | must be an absolute http or https URL, such as https://api.openai.com/v1",
                "ftp://models.test/v1    | must be an absolute http or https URL, such as https://api.openai.com/v1",
                "https:///v1             | must be an absolute http or https URL, such as https://api.openai.com/v1",
                "https://models.test/a b | is not a URL: Illegal character in path at character 22",
                "https://u:p@models.test | must have no user, query or fragment: paths are appended to it, and secrets"
                        + " belong in api-key",
                "https://models.test?k=v | must have no user, query or fragment: paths are appended to it, and secrets"
                        + " belong in api-key",
                "https://models.test#top | must have no user, query or fragment: paths are appended to it, and secrets"
                        + " belong in api-key",
            })
    void shouldRefuseABaseUrlThatCannotBeCalled(String url, String message) {
        String yaml = VALID.replace("https://models.test/v1", url);

        assertRefused(yaml, "providers.one.base-url", 4, 15, message);
    }

    @Test
    void shouldRefuseAVariableThatIsNotSetAndHasNoDefault() {
        String yaml = VALID.replace("https://models.test/v1", "https://${HOST}/v1");

        assertRefused(
                yaml,
                "providers.one.base-url",
                4,
                15,
                "the environment variable HOST is not set; set it, or write ${HOST:default}");
    }

    @Test
    void shouldRefuseAReferenceThatIsNotOne() {
        String yaml = VALID.replace("model: m-1", "model: ${FAMILY-1");

        assertRefused(
                yaml,
                "models.fast.targets[0].model",
                10,
                16,
                "has a '${' that does not begin a reference of the form ${NAME} or ${NAME:default}");
    }

    @Test
    void shouldRefuseAReferenceThatGivesNothing() {
        String yaml = VALID.replace("model: m-1", "model: ${EMPTY:}");

        assertRefused(
                yaml,
                "models.fast.targets[0].model",
                10,
                16,
                "is empty once its references are resolved; it needs a value");
    }

    @Test
    void shouldRefuseUnknownKeysAtEveryLevel() {
        String yaml = VALID.replace("models:", "extra: 1\nmodels:")
                .replace("    api-key", "    zone: eu\n    api-key")
                .replace("    targets:", "    weight: 1\n    targets:")
                .replace("        model: m-1", "        model: m-1\n        share: 1");

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem(
                                "providers.one.zone",
                                5,
                                5,
                                "unknown key; known here: kind, base-url, api-key, api-keys, timeouts, client-gone, concurrency,"
                                        + " region"),
                        new RoutesProblem("extra", 7, 1, "unknown key; known here: providers, models, capabilities"),
                        new RoutesProblem(
                                "models.fast.weight",
                                10,
                                5,
                                "unknown key; known here: targets, models, strategy, attempts, hedge,"
                                        + " longer-context-model, semantic-cache"),
                        new RoutesProblem(
                                "models.fast.targets[0].share",
                                14,
                                9,
                                "unknown key; known here: provider, model, weight, priority"));
    }

    @Test
    void shouldRefuseDuplicateKeysAtEveryLevel() {
        String yaml = VALID + "        model: m-2\n  fast: {targets: [{provider: one, model: m-3}]}\nmodels: {}\n";

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem(
                                "models.fast.targets[0].model", 11, 9, "this key occurs twice; first on line 10"),
                        new RoutesProblem("models.fast", 12, 3, "this key occurs twice; first on line 7"),
                        new RoutesProblem("models", 13, 1, "this key occurs twice; first on line 6"));
    }

    @Test
    void shouldReportAnInvalidProviderOnceAndNotForEachOfItsTargets() {
        String yaml = VALID.replace("kind: openai", "kind: none");

        assertThat(refusal(yaml).problems()).extracting(RoutesProblem::path).containsExactly("providers.one.kind");
    }

    @Test
    void shouldRefuseATargetOfAnUnknownProvider() {
        String yaml = VALID.replace("provider: one", "provider: two");

        assertRefused(yaml, "models.fast.targets[0].provider", 9, 19, "there is no provider 'two' in this file");
    }

    @Test
    void shouldRefuseATargetWithoutProviderOrModel() {
        String yaml = PROVIDERS + "models:\n  fast:\n    targets:\n      - {}\n";

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem("models.fast.targets[0].provider", 9, 9, "is missing"),
                        new RoutesProblem("models.fast.targets[0].model", 9, 9, "is missing"));
    }

    @Test
    void shouldRefuseAModelWithoutTargets() {
        String yaml = PROVIDERS + "models:\n  none: {targets: []}\n  missing: {}\n  empty: {targets: }\n  bare:\n";

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem("models.none.targets", 7, 19, "needs at least one target"),
                        new RoutesProblem("models.missing.targets", 8, 3, "is missing"),
                        new RoutesProblem("models.empty.targets", 9, 11, "is empty; it must be a list"),
                        new RoutesProblem("models.bare", 10, 3, "is empty; it must be a mapping"));
    }

    @Test
    void shouldRefuseValuesOfTheWrongForm() {
        String yaml = PROVIDERS.replace("kind: openai", "kind: [openai]")
                + "models:\n  fast: text\n  slow: {targets: {provider: one}}\n";

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem("providers.one.kind", 3, 11, "must be a text, not a list"),
                        new RoutesProblem("models.fast", 7, 9, "must be a mapping, not a text"),
                        new RoutesProblem("models.slow.targets", 8, 19, "must be a list, not a mapping"));
    }

    @Test
    void shouldRefuseEmptyValuesAndKeysThatAreNotText() {
        String yaml = VALID.replace("model: m-1", "model:").replace("provider: one", "? [a]\n        : one");

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem("models.fast.targets[0].provider", 9, 9, "is missing"),
                        new RoutesProblem("models.fast.targets[0]", 9, 11, "a key must be a plain text"),
                        new RoutesProblem("models.fast.targets[0].model", 11, 9, "is empty; it needs a value"));
    }

    @Test
    void shouldRefuseNamesThatCannotBeAddressed() {
        String yaml = PROVIDERS.replace("  one:", "  o/ne:")
                + "models:\n  two words: {targets: [{provider: o/ne, model: m-1}]}\n";

        assertThat(refusal(yaml).problems())
                .containsExactly(
                        new RoutesProblem(
                                "providers.\"o/ne\"",
                                2,
                                3,
                                "a provider's name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter"
                                        + " or digit"),
                        new RoutesProblem(
                                "models.\"two words\"",
                                7,
                                3,
                                "a model's name has 1 to 256 letters, digits or '. _ : / @ + -', and begins with a letter"
                                        + " or digit"));
    }

    @Test
    void shouldRefuseAFileWithoutProviders() {
        assertRefused("models: {}\n", "", 1, 1, "'providers' is missing");
        assertRefused("providers: {}\n", "providers", 1, 1, "needs at least one provider");
        assertRefused("providers:\n", "providers", 1, 1, "is empty; it must be a mapping");
        assertRefused("- providers\n", "", 1, 1, "must be a mapping, not a list");
        assertRefused("", "", 1, 1, "the file is empty; it needs 'providers'");
        assertRefused("# nothing\n", "", 1, 1, "the file is empty; it needs 'providers'");
    }

    @Test
    void shouldNameThePlaceOfASyntaxErrorWithoutQuotingTheLine() {
        InvalidRoutesException refusal = refusal(PROVIDERS.replace("${KEY}", "\"sk-pasted") + "\tmodels: {}");

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isGreaterThanOrEqualTo(5);
            assertThat(problem.message()).startsWith("not valid YAML: ");
        });
        assertThat(refusal).hasMessageNotContaining("sk-pasted");
    }

    @Test
    void shouldRefuseMoreThanOneDocument() {
        assertThat(refusal(VALID + "---\n" + VALID).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(11));
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        assertRefused(
                VALID + "#".repeat(1024 * 1024),
                "",
                1,
                1,
                "the file has " + (VALID.length() + 1024 * 1024) + " bytes; the most is 1048576");
        assertRefused(
                PROVIDERS + "models:\n" + repeat(1_001, "  m-%d: {targets: [{provider: one, model: m}]}\n"),
                "models",
                6,
                1,
                "has 1001 models; the most is 1000");
        assertRefused(
                PROVIDERS + "models:\n  fast:\n    targets:\n" + repeat(17, "      - {provider: one, model: m-%d}\n"),
                "models.fast.targets",
                8,
                5,
                "has 17 targets; the most is 16");
        assertRefused(
                PROVIDERS + repeat(100, "  p-%d: {kind: openai, base-url: https://models.test, api-key: \"${KEY}\"}\n"),
                "providers",
                1,
                1,
                "has 101 providers; the most is 100");
        assertRefused(
                VALID.replace("m-1", "m".repeat(257)),
                "models.fast.targets[0].model",
                10,
                16,
                "is longer than 256 characters");
    }

    @Test
    void shouldTakeAsMuchAsIsAllowed() throws InvalidRoutesException {
        // Given
        String yaml = PROVIDERS + "models:\n" + repeat(1_000, "  m-%d: {targets: [{provider: one, model: m}]}\n");

        // When
        Routes routes = RoutesFile.read(yaml, ENVIRONMENT::get);

        // Then
        assertThat(routes.routes()).hasSize(1_000);
    }

    private static String repeat(int times, String line) {
        return IntStream.range(0, times)
                .mapToObj(number -> line.formatted(number))
                .collect(Collectors.joining());
    }
}
