package io.tollgate.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** Visits every value of a JSON document together with the part of its schema that describes it. */
final class SchemaWalk {

    private SchemaWalk() {}

    static void visit(JsonNode schema, JsonNode value, BiConsumer<JsonNode, JsonNode> visitor) {
        JsonNode described = withoutAllOf(schema);
        visitor.accept(described, value);
        described.path("properties").properties().forEach(property -> {
            JsonNode child = value.get(property.getKey());
            if (child != null) {
                visit(property.getValue(), child, visitor);
            }
        });
        if (described.has("items")) {
            value.forEach(item -> visit(described.get("items"), item, visitor));
        }
    }

    /** The generator wraps a type and the description of its use in an {@code allOf}; the type comes first. */
    static JsonNode withoutAllOf(JsonNode schema) {
        return schema.has("allOf") ? schema.get("allOf").get(0) : schema;
    }
}
