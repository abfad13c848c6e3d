package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What shape the answer's text must have. */
public sealed interface ResponseFormat {

    record Text() implements ResponseFormat {}

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    record JsonSchema(String name, @Nullable String description, JsonNode schema) implements ResponseFormat {}
}
