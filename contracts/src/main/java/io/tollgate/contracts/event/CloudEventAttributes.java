package io.tollgate.contracts.event;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents 1.0 attributes of an event, as they stand in Kafka headers in binary mode: {@code ce_} and the attribute's
 * name, UTF-8. The value of the record is the bare JSON data. A W3C {@code traceparent} header may stand beside them.
 *
 * @param id unique for its source; on the usage topic the attempt's UUIDv7
 * @param source the service that states the fact, never a pod: a retry from another pod is the same event
 * @param type the {@link EventType#type()}
 * @param subject what the fact is about, e.g. {@code organization/o/project/p/key/k}
 * @param time when it happened
 */
public record CloudEventAttributes(String id, String source, String type, String subject, Instant time) {

    public static final String CONTENT_TYPE_HEADER = "content-type";
    public static final String CONTENT_TYPE = "application/json";
    public static final String TRACE_PARENT_HEADER = "traceparent";
    public static final String TRACE_STATE_HEADER = "tracestate";

    private static final String PREFIX = "ce_";
    private static final String SPEC_VERSION = "1.0";

    public CloudEventAttributes {
        requireText(id, "id");
        requireText(source, "source");
        requireText(type, "type");
        requireText(subject, "subject");
        Objects.requireNonNull(time, "time");
    }

    /**
     * The headers of a record, in the order in which they are written.
     *
     * @throws IllegalArgumentException if these attributes are of another type
     */
    public Map<String, String> toHeaders(EventType<?> eventType) {
        if (!type.equals(eventType.type())) {
            throw new IllegalArgumentException("an event of type " + type + " is not a " + eventType.type());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(PREFIX + "specversion", SPEC_VERSION);
        headers.put(PREFIX + "id", id);
        headers.put(PREFIX + "source", source);
        headers.put(PREFIX + "type", type);
        headers.put(PREFIX + "subject", subject);
        headers.put(PREFIX + "time", time.toString());
        headers.put(PREFIX + "dataschema", eventType.schema().toString());
        headers.put(CONTENT_TYPE_HEADER, CONTENT_TYPE);
        return headers;
    }

    /**
     * @param header gives a header's value by name, null where there is none
     * @throws IllegalArgumentException if a required attribute is missing or malformed, or the specification's version is not
     *     1.0
     */
    public static CloudEventAttributes fromHeaders(Function<String, @Nullable String> header) {
        String version = required(header, "specversion");
        if (!SPEC_VERSION.equals(version)) {
            throw new IllegalArgumentException(
                    "header ce_specversion is '" + version + "', supported: " + SPEC_VERSION);
        }
        return new CloudEventAttributes(
                required(header, "id"),
                required(header, "source"),
                required(header, "type"),
                required(header, "subject"),
                instant(required(header, "time")));
    }

    private static Instant instant(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "header ce_time is not an instant as of RFC 3339: '" + time + "'", malformed);
        }
    }

    private static String required(Function<String, @Nullable String> header, String attribute) {
        String value = header.apply(PREFIX + attribute);
        if (value == null) {
            throw new IllegalArgumentException("header " + PREFIX + attribute + " is missing");
        }
        return value;
    }

    private static void requireText(String value, String attribute) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("CloudEvents attribute '" + attribute + "' must not be blank");
        }
    }
}
