package io.tollgate.moderation;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The part of OpenAI's specification that describes what this service answers. */
final class OpenAiSchemas {

    private static final String ID = "https://tollgate.io/test/openai";

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(ID, text())));

    private OpenAiSchemas() {}

    /** What is wrong with the JSON by the schema of that name; empty if nothing. */
    static List<String> problems(String schema, String json) {
        return SCHEMAS.getSchema(SchemaLocation.of(ID + "#/$defs/" + schema)).validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static String text() {
        try (InputStream file =
                Objects.requireNonNull(OpenAiSchemas.class.getResourceAsStream("/openai/schemas.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
