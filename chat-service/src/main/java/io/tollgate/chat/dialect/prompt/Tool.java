package io.tollgate.chat.dialect.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may call.
 *
 * @param parameters the arguments' JSON Schema
 */
public record Tool(String name, @Nullable String description, JsonNode parameters, Part.@Nullable CacheMark cache) {}
