package io.tollgate.chat.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tollgate.chat.testing.TestRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The schema that editors use says what the reader takes. */
class RoutesSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = text();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT, InputFormat.JSON);

    private static String text() {
        try (InputStream file =
                Objects.requireNonNull(RoutesSchemaTest.class.getResourceAsStream("/routes.schema.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> problems(String yaml) throws JsonProcessingException {
        String json = JSON.writeValueAsString(new Yaml().<Object>load(yaml));
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static List<String> keys(String pointer) throws JsonProcessingException {
        JsonNode properties = JSON.readTree(TEXT).at(pointer + "/properties");
        List<String> keys = new ArrayList<>();
        properties.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void shouldKnowEveryKeyThatTheReaderKnowsAndNoOther() throws JsonProcessingException {
        List<String> providerKeys = new ArrayList<>(RoutesReader.KEYS);
        Arrays.stream(ProviderKind.values()).forEach(kind -> {
            providerKeys.addAll(kind.options());
            providerKeys.addAll(kind.secrets());
        });

        assertThat(keys("")).hasSameElementsAs(RoutesFile.SECTIONS);
        assertThat(keys("/$defs/provider")).hasSameElementsAs(providerKeys);
        assertThat(keys("/$defs/provider/properties/timeouts")).hasSameElementsAs(ProviderLimitsReader.TIMEOUT_KEYS);
        assertThat(keys("/$defs/model")).hasSameElementsAs(ModelsReader.KEYS);
        assertThat(keys("/$defs/semantic-cache")).hasSameElementsAs(SemanticCacheReader.KEYS);
        assertThat(keys("/$defs/target")).hasSameElementsAs(ModelsReader.TARGET_KEYS);
        assertThat(keys("/$defs/capability")).hasSameElementsAs(CapabilitiesReader.KEYS);
    }

    @Test
    void shouldKnowEveryNameThatTheReaderKnows() {
        assertThat(TEXT)
                .contains(
                        Arrays.stream(Strategy.values()).map(Strategy::wireName).toList())
                .contains(Arrays.stream(ClientGone.values())
                        .map(ClientGone::wireName)
                        .toList())
                .contains(
                        Arrays.stream(Modality.values()).map(Modality::wireName).toList())
                .contains(Arrays.stream(ProviderKind.values())
                        .map(ProviderKind::wireName)
                        .toList());
    }

    @Test
    void shouldTakeWhatTheReaderTakes() throws IOException {
        assertThat(problems(TestRoutes.yaml())).isEmpty();
        assertThat(problems(RoutesFileTest.EVERYTHING)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models: {}",
                "providers: {}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: sk-pasted}}",
                "providers: {one: {kind: other, base-url: https://models.test, api-key: '${KEY}'}}",
                "providers: {one: {kind: openai, base-url: https://models.test}}",
                "providers: {o/ne: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}', extra: 1}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}',"
                        + " timeouts: {idle: soon}}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}', concurrency: 0}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "models: {m: {targets: [{provider: one, model: m, weight: 0}]}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "models: {m: {strategy: fastest, targets: [{provider: one, model: m}]}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "models: {m: {attempts: 11, targets: [{provider: one, model: m}]}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "models: {e: {targets: [{provider: one, model: e}]}, m: {targets: [{provider: one, model: m}],"
                        + " semantic-cache: {threshold: 0.9}}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "models: {e: {targets: [{provider: one, model: e}]}, m: {targets: [{provider: one, model: m}],"
                        + " semantic-cache: {embedding-model: e, threshold: 0.4}}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "models: {e: {targets: [{provider: one, model: e}]}, m: {targets: [{provider: one, model: m}],"
                        + " semantic-cache: {embedding-model: e, entries: 0}}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "capabilities: {'m*x': {tools: true}}",
                "providers: {one: {kind: openai, base-url: https://models.test, api-key: '${KEY}'}}\n"
                        + "capabilities: {m: {inputs: [smell]}}"
            })
    void shouldRefuseWhatTheReaderRefuses(String yaml) throws JsonProcessingException {
        assertThat(problems(yaml)).isNotEmpty();
        assertThatThrownBy(() -> RoutesFile.read(yaml, name -> "value")).isInstanceOf(InvalidRoutesException.class);
    }
}
