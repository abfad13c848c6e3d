package io.tollgate.chat.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as trees. Sizes are bounded by whoever reads the bytes; numbers keep their exact value. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class);
    /** JSON is UTF-8. A request in UTF-16 or with a byte order mark has no offsets to edit it at. */
    private static final ObjectReader REQUESTS = TREES.with(MAPPER.getFactory()
            .rebuild()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build());

    private static final ObjectWriter ESCAPED = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** @throws IOException if the bytes are not one JSON object */
    public static ObjectNode parseObject(byte[] json) throws IOException {
        return TREES.<JsonNode>readValue(json) instanceof ObjectNode object ? object : notAnObject();
    }

    /**
     * Reads what a client wrote, which may go on byte for byte.
     *
     * @throws IOException if the bytes are not one JSON object in UTF-8
     */
    public static ObjectNode parseRequest(byte[] json) throws IOException {
        return REQUESTS.<JsonNode>readValue(json) instanceof ObjectNode object ? object : notAnObject();
    }

    /** @throws IOException if the text is not one JSON object */
    public static ObjectNode parseObject(String json) throws IOException {
        return TREES.<JsonNode>readValue(json) instanceof ObjectNode object ? object : notAnObject();
    }

    private static ObjectNode notAnObject() throws IOException {
        throw new IOException("not a JSON object");
    }

    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonGenerationException halfACharacter) {
            // JSON can hold one half of a surrogate pair, UTF-8 cannot: such text stays escaped.
            return escapedBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree cannot be written", impossible);
        }
    }

    private static byte[] escapedBytes(JsonNode tree) {
        try {
            return ESCAPED.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree cannot be written", impossible);
        }
    }

    public static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree cannot be written", impossible);
        }
    }

    /** A member that is a string, null otherwise. */
    public static @Nullable String string(JsonNode parent, String field) {
        return parent.path(field).textValue();
    }

    public static String string(JsonNode parent, String field, String otherwise) {
        return Optional.ofNullable(string(parent, field)).orElse(otherwise);
    }

    /** A count of tokens: a member that is an integer of 0 or more; 0 otherwise, as dialects leave zeros out. */
    public static long count(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? Math.max(0, value.longValue()) : 0;
    }
}
