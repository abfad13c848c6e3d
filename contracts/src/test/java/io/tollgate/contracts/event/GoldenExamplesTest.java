package io.tollgate.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was published once must be readable for ever: an example is added, never changed. */
class GoldenExamplesTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    static Stream<EventType<?>> types() {
        return EventType.ALL.stream();
    }

    static Stream<Arguments> examples() {
        return types().flatMap(type -> ContractFiles.examples(type).stream()
                .map(path -> Arguments.of(type, path.getFileName().toString(), path)));
    }

    static Schema schemaOf(EventType<?> type) {
        return SCHEMAS.getSchema(ContractFiles.read(ContractFiles.schema(type)), InputFormat.JSON);
    }

    static JsonNode tree(String json) {
        try {
            return EventJson.mapper().readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(json, notJson);
        }
    }

    private static <T> JsonNode written(EventType<T> type, String json) throws MalformedEventException {
        return tree(new String(EventJson.write(type, EventJson.read(type, json.getBytes(UTF_8))), UTF_8));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("examples")
    void shouldBeWrittenAsItWasRead(EventType<?> type, String name, Path example) throws MalformedEventException {
        // Given
        String json = ContractFiles.read(example);

        // When
        JsonNode written = written(type, json);

        // Then
        assertThat(written).as(name).isEqualTo(tree(json));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("examples")
    void shouldBeValidByTheSchema(EventType<?> type, String name, Path example) {
        // Given
        Schema schema = schemaOf(type);

        // When
        List<Error> errors = schema.validate(ContractFiles.read(example), InputFormat.JSON);

        // Then
        assertThat(errors).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("examples")
    void shouldBeReadWithFieldsOfTheFutureAtEveryLevel(EventType<?> type, String name, Path example)
            throws MalformedEventException {
        // Given
        JsonNode original = tree(ContractFiles.read(example));
        JsonNode extended = original.deepCopy();
        List<ObjectNode> objects = new ArrayList<>();
        SchemaWalk.visit(EventSchemas.schemaOf(type), extended, (schema, value) -> {
            // Not where the keys are data: meters and categories.
            if (value instanceof ObjectNode object && !schema.has("additionalProperties")) {
                objects.add(object);
            }
        });
        objects.forEach(object -> object.put("x_text", "future")
                .put("x_number", 1)
                .putObject("x_object")
                .put("a", 1));

        // When
        JsonNode written = written(type, extended.toString());

        // Then
        assertThat(objects).isNotEmpty();
        assertThat(written).as(name).isEqualTo(original);
        assertThat(schemaOf(type).validate(extended)).as(name).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldShowEveryValueOfEveryEnumeration(EventType<?> type) {
        // Given
        Map<Set<String>, Set<String>> shownByEnumeration = new LinkedHashMap<>();
        JsonNode schema = EventSchemas.schemaOf(type);

        // When
        for (Path example : ContractFiles.examples(type)) {
            SchemaWalk.visit(schema, tree(ContractFiles.read(example)), (described, value) -> {
                if (described.has("enum")) {
                    shownByEnumeration
                            .computeIfAbsent(texts(described.get("enum")), _ -> new TreeSet<>())
                            .add(value.textValue());
                }
            });
        }

        // Then
        shownByEnumeration.forEach((values, shown) -> assertThat(shown).isEqualTo(values));
        assertThat(shownByEnumeration).hasSize(countEnumerations(schema));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldShowEveryFieldAndTheLeastAnEventMayHave(EventType<?> type) {
        // Given
        JsonNode schema = EventSchemas.schemaOf(type);

        // When
        JsonNode full = tree(ContractFiles.read(fullOrOnly(type)));
        JsonNode minimal = tree(ContractFiles.read(ContractFiles.example(type, "minimal")));

        // Then
        assertThat(full.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(names(schema.get("properties")));
        assertThat(minimal.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(texts(schema.get("required")));
    }

    /** A type without optional fields needs no fuller example than its smallest. */
    private static Path fullOrOnly(EventType<?> type) {
        Path full = ContractFiles.example(type, "full");
        return ContractFiles.examples(type).contains(full) ? full : ContractFiles.example(type, "minimal");
    }

    private static int countEnumerations(JsonNode schema) {
        Set<Set<String>> enumerations = Stream.concat(Stream.of(schema), schema.findParents("enum").stream())
                .filter(node -> node.has("enum"))
                .map(node -> texts(node.get("enum")))
                .collect(Collectors.toSet());
        return enumerations.size();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
