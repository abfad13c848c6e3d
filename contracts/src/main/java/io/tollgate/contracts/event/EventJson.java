package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;

/**
 * The one JSON codec of events. Unknown fields are ignored, so that an older reader takes a newer event; absent fields stay
 * absent, so that "not reported" is never written as a value.
 */
public final class EventJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Instant.class, new StrictInstantDeserializer()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A count of 1.9 must not become 1, nor "5" become 5: what is not exactly the contract is refused.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, EventJson::refuseScalars)
            .withCoercionConfig(LogicalType.Enum, EventJson::refuseScalars)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private EventJson() {}

    public static <T> byte[] write(EventType<T> type, T event) {
        ObjectWriter writer = MAPPER.writerFor(type.payload());
        try {
            return writer.writeValueAsBytes(event);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("an event of type " + type.type() + " cannot be written", failure);
        }
    }

    /** @throws MalformedEventException if the bytes are not a valid event of this type */
    public static <T> T read(EventType<T> type, byte[] json) throws MalformedEventException {
        ObjectReader reader = MAPPER.readerFor(type.payload());
        try {
            T event = reader.readValue(json);
            if (event == null) {
                throw new MalformedEventException(type, "the value is JSON null", null);
            }
            return event;
        } catch (IOException failure) {
            throw new MalformedEventException(type, failure.getMessage(), failure);
        }
    }

    private static void refuseScalars(MutableCoercionConfig coercion) {
        coercion.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
    }

    /** The mapper behind the codec, for schema generation and for native reflection hints. */
    static ObjectMapper mapper() {
        return MAPPER;
    }
}
