package io.tollgate.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the code refuses, the published schema refuses too, so that producers of other languages learn it early. */
class RefusedEventsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static ObjectNode full(EventType<?> type) {
        boolean hasFull = ContractFiles.examples(type).contains(ContractFiles.example(type, "full"));
        return (ObjectNode)
                GoldenExamplesTest.tree(ContractFiles.read(ContractFiles.example(type, hasFull ? "full" : "minimal")));
    }

    private static void assertRefused(EventType<?> type, JsonNode event, String because) {
        assertThat(catchThrowableOfType(
                        MalformedEventException.class,
                        () -> EventJson.read(type, event.toString().getBytes(UTF_8))))
                .as("%s read by the code: %s", because, event)
                .isNotNull();
        assertThat(GoldenExamplesTest.schemaOf(type).validate(event))
                .as("%s accepted by the schema: %s", because, event)
                .isNotEmpty();
    }

    static Stream<Arguments> requiredFields() {
        return EventType.ALL.stream().flatMap(type -> {
            List<Arguments> fields = new ArrayList<>();
            EventSchemas.schemaOf(type)
                    .get("required")
                    .forEach(name -> fields.add(Arguments.of(type, name.textValue())));
            return fields.stream();
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requiredFields")
    void shouldRefuseAnEventWithoutARequiredField(EventType<?> type, String field) {
        assertRefused(type, full(type).without(field), "missing " + field);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requiredFields")
    void shouldRefuseANullWhereAFieldIsRequired(EventType<?> type, String field) {
        assertRefused(type, full(type).set(field, JSON.nullNode()), "null " + field);
    }

    static Stream<Arguments> valuesOfTheWrongType() {
        return EventType.ALL.stream().flatMap(type -> {
            List<Arguments> places = new ArrayList<>();
            SchemaWalk.visit(
                    EventSchemas.schemaOf(type),
                    full(type),
                    (schema, object) -> schema.path("properties")
                            .properties()
                            .forEach(property -> places.add(Arguments.of(
                                    type,
                                    property.getKey(),
                                    SchemaWalk.withoutAllOf(property.getValue())
                                            .path("type")
                                            .textValue()))));
            return places.stream().distinct();
        });
    }

    private static final Map<String, List<JsonNode>> WRONG = Map.of(
            "string", List.of(JSON.numberNode(1), JSON.booleanNode(true), JSON.objectNode(), JSON.arrayNode()),
            "integer",
                    List.of(
                            JSON.textNode("5"),
                            JSON.numberNode(1.9),
                            JSON.booleanNode(true),
                            JSON.arrayNode().add(1)),
            "number", List.of(JSON.textNode("0.5"), JSON.booleanNode(true), JSON.arrayNode()),
            "boolean", List.of(JSON.textNode("true"), JSON.numberNode(1), JSON.objectNode()),
            "array", List.of(JSON.textNode(""), JSON.numberNode(1), JSON.objectNode()),
            "object", List.of(JSON.textNode(""), JSON.numberNode(1), JSON.arrayNode()));

    /** Replaces the field wherever it occurs in the example, one wrong value at a time. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("valuesOfTheWrongType")
    void shouldRefuseAValueOfTheWrongType(EventType<?> type, String field, String expected) {
        for (JsonNode wrong : WRONG.getOrDefault(expected, List.of())) {
            ObjectNode event = full(type);
            event.findParents(field).forEach(parent -> ((ObjectNode) parent).set(field, wrong));
            assertRefused(type, event, field + " = " + wrong);
        }
        assertThat(WRONG).containsKey(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/usage/input_tokens, 5",
        "/usage/output_text, -1",
        "/usage/output_text, null",
        "/usage/output_text, 9223372036854775808",
        "/attempt_id, '\"0197a3c4-5b1e-4d20-8f3a-000000000001\"'",
        "/attempt_id, '\"not a uuid\"'",
        "/attempt, 0",
        "/organization, '\" \"'",
        "/model_billed, '\"\"'",
        "/operation, '\"sing\"'",
        "/status, '\"\"'",
        "/status, 0",
        "/status, '\"OK\"'",
        "/started_at, 1750846530",
        "/started_at, '\"2025-06-25 10:15:30\"'",
        "/started_at, '\"\"'",
        "/attempt_id, '\"\"'",
    })
    void shouldRefuseUsageThatCannotBe(String pointer, String value) {
        assertRefused(EventType.USAGE_RECORDED, changed(EventType.USAGE_RECORDED, pointer, value), pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCESS, /version, 0",
        "ACCESS, /key_sha256, '\"9F86D081\"'",
        "ACCESS, /allowed_models, '[null]'",
        "PRICE, /version, 0",
        "PRICE, /versions/0/meter, '\"input_tokens\"'",
        "PRICE, /versions/0/unit_price_pico, -1",
        "PRICE, /versions/0/per_quantity, 0",
        "PRICE, /versions/0/context_from, -1",
        "BUDGET, /state/version, 0",
        "BUDGET, /state/limit, -1",
        "BUDGET, /state/committed, 9223372036854775808",
        "BUDGET, /scope, '\"planet\"'",
        "SETTLED, /attempts, '[null]'",
        "SETTLED, /attempts, '[\"x\"]'",
        "SETTLED, /budgets, '[null]'",
        "VERDICT, /verdict_id, '\"0197a3c4-5b1e-4d20-8f3a-000000000001\"'",
        "VERDICT, /scores, '{\"violence\": 1.01}'",
        "VERDICT, /scores, '{\"violence\": -0.01}'",
        "VERDICT, /scores, '{\"violence\": \"1\"}'",
        "VERDICT, /scanned_characters, -1",
        "VERDICT, /hits/0/start, -1",
        "ACCESS, /limits/0/limit, -1",
        "ACCESS, /limits/0/kind, '\"requests_per_year\"'",
        "POLICY, /rules/0/threshold, '\"1\"'",
        "POLICY, /rules/0/action, '\"shout\"'",
        "POLICY, /retention_days, 0",
        "TRANSCRIPT, /retention_days, 0",
        "CONTENT-KEY, /version, 0",
        "ALERT, /threshold_percent, 0",
        "ALERT, /alert_id, '\"0197a3c4-5b1e-4d20-8f3a-000000000001\"'",
    })
    void shouldRefuseEventsThatCannotBe(String topic, String pointer, String value) {
        EventType<?> type = ofTopic(topic);

        assertRefused(type, changed(type, pointer, value), pointer);
    }

    private static EventType<?> ofTopic(String part) {
        return EventType.ALL.stream()
                .filter(type -> type.topic().contains(part.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode changed(EventType<?> type, String pointer, String value) {
        ObjectNode event = full(type);
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) event.at(pointer.substring(0, last));
        parent.set(pointer.substring(last + 1), GoldenExamplesTest.tree(value));
        return event;
    }

    /** Rules between two fields, which a schema cannot state; the code refuses them. */
    @ParameterizedTest
    @CsvSource({
        "USAGE, /completed_at, '\"2025-06-25T10:15:29Z\"', is before started_at",
        "USAGE, /usage, '{}', usage is empty",
        "BUDGET, /state/period_end, '\"2025-06-01T00:00:00Z\"', must end after it starts",
        "BUDGET, /scope_id, '\"team\"', must be name=value",
        "POLICY, /retention_days, null, needs retention_days",
        "POLICY, /rules/0/threshold, 1.5, must be 0 to 1",
        "VERDICT, /scanned_characters, 70001, must be 0 to characters",
        "VERDICT, /hits/0/end, 9, not a stretch of text",
    })
    void shouldRefuseContradictions(String topic, String pointer, String value, String reason) {
        EventType<?> type = ofTopic(topic);

        assertThat(catchThrowableOfType(
                        MalformedEventException.class,
                        () -> EventJson.read(
                                type, changed(type, pointer, value).toString().getBytes(UTF_8))))
                .hasMessageContaining(reason);
    }
}
