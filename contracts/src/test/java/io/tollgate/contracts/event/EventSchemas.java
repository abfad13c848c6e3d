package io.tollgate.contracts.event;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfig;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Generates the JSON Schema of an event from its records. Components without {@code @Nullable} are required. What the
 * records' constructors enforce stands in the tables below, as a schema generator cannot see it.
 */
final class EventSchemas {

    private static final String UUID_V7 =
            "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$";
    private static final String NOT_BLANK = "\\S";

    private static final Map<String, Integer> MINIMUM = Map.ofEntries(
            Map.entry("UsageRecorded.attempt", 1),
            Map.entry("BudgetState.version", 1),
            Map.entry("AccessPublished.version", 1),
            Map.entry("PricePublished.version", 1),
            Map.entry("PriceVersion.contextFrom", 0),
            Map.entry("PriceVersion.unitPricePico", 0),
            Map.entry("PriceVersion.perQuantity", 1),
            Map.entry("VerdictReached.characters", 0),
            Map.entry("VerdictReached.scannedCharacters", 0),
            Map.entry("RateLimit.limit", 0),
            Map.entry("PolicyPublished.version", 1),
            Map.entry("PolicyPublished.retentionDays", 1),
            Map.entry("ContentKeyPublished.version", 1),
            Map.entry("TranscriptRecorded.retentionDays", 1),
            Map.entry("AlertRaised.thresholdPercent", 1),
            Map.entry("Hit.start", 0),
            Map.entry("Hit.end", 0));

    private static final Map<String, String> PATTERN = Map.ofEntries(
            Map.entry("UsageRecorded.attemptId", UUID_V7),
            Map.entry("UsageRecorded.organization", NOT_BLANK),
            Map.entry("UsageRecorded.project", NOT_BLANK),
            Map.entry("UsageRecorded.key", NOT_BLANK),
            Map.entry("UsageRecorded.provider", NOT_BLANK),
            Map.entry("UsageRecorded.modelRequested", NOT_BLANK),
            Map.entry("UsageRecorded.modelBilled", NOT_BLANK),
            Map.entry("UsageRecorded.serviceTier", NOT_BLANK),
            Map.entry("VerdictReached.verdictId", UUID_V7),
            Map.entry("AlertRaised.alertId", UUID_V7),
            Map.entry("AccessPublished.keySha256", "^[0-9a-f]{64}$"),
            Map.entry("PreviousSecret.sha256", "^[0-9a-f]{64}$"));

    private static final SchemaGenerator GENERATOR = new SchemaGenerator(config());

    private EventSchemas() {}

    static ObjectNode schemaOf(EventType<?> type) {
        ObjectNode generated = GENERATOR.generateSchema(type.payload());
        ObjectNode schema = generated.objectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("$id", type.schema().toString());
        schema.put("title", type.type());
        RecordJavadoc.of(type.payload()).ifPresent(javadoc -> schema.put("description", javadoc.summary()));
        schema.setAll(generated);
        return schema;
    }

    private static SchemaGeneratorConfig config() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        EventJson.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.INLINE_ALL_SCHEMAS, Option.ENUM_KEYWORD_FOR_SINGLE_VALUES)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY, JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE));
        builder.forTypesInGeneral()
                .withPropertySorter((_, _) -> 0)
                .withCustomDefinitionProvider(EventSchemas::definition);
        builder.forFields()
                .withRequiredCheck(
                        field -> !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class))
                .withDescriptionResolver(EventSchemas::descriptionOf)
                .withStringPatternResolver(field -> PATTERN.get(nameOf(field)))
                .withNumberInclusiveMinimumResolver(field -> {
                    Integer minimum = MINIMUM.get(nameOf(field));
                    return minimum == null ? null : BigDecimal.valueOf(minimum);
                });
        return builder.build();
    }

    private static @Nullable String descriptionOf(FieldScope field) {
        if (field.isFakeContainerItemScope()) {
            return null;
        }
        String unit = field.getType().getErasedType() == Money.class ? "; pico-dollars (1e-12 USD)" : "";
        return RecordJavadoc.of(field.getDeclaringType().getErasedType())
                .flatMap(javadoc -> javadoc.component(field.getDeclaredName()))
                .map(description -> description + unit)
                .orElse(null);
    }

    private static String nameOf(FieldScope field) {
        return field.getDeclaringType().getErasedType().getSimpleName() + "." + field.getDeclaredName();
    }

    private static @Nullable CustomDefinition definition(ResolvedType type, SchemaGenerationContext context) {
        ObjectNode definition = context.getGeneratorConfig().createObjectNode();
        Class<?> raw = type.getErasedType();
        if (raw == Money.class) {
            definition.put("type", "integer").put("minimum", 0).put("maximum", Long.MAX_VALUE);
        } else if (raw == UUID.class) {
            definition.put("type", "string").put("format", "uuid");
        } else if (raw == Instant.class) {
            definition.put("type", "string").put("format", "date-time");
        } else if (raw == Usage.class) {
            meters(definition);
        } else if (raw == Map.class && type.getTypeParameters().getLast().getErasedType() == String.class) {
            definition.put("type", "object").put("maxProperties", UsageRecorded.TAGS_MAX);
            definition.putObject("additionalProperties").put("type", "string");
        } else if (raw == Map.class) {
            definition.put("type", "object");
            definition
                    .putObject("additionalProperties")
                    .put("type", "number")
                    .put("minimum", 0)
                    .put("maximum", 1);
        } else {
            return null;
        }
        return new CustomDefinition(definition, true);
    }

    /** A closed set: usage that nobody can price must not pass silently. */
    private static void meters(ObjectNode definition) {
        definition.put("type", "object");
        ObjectNode meters = definition.putObject("properties");
        for (Meter meter : Meter.values()) {
            meters.putObject(meter.wireName())
                    .put("type", "integer")
                    .put("minimum", 0)
                    .put("maximum", Long.MAX_VALUE);
        }
        definition.put("additionalProperties", false);
    }
}
