package io.tollgate.billing.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record to be.
 *
 * @param key the record's key; null only where a dead letter's own record had none
 * @param headers in the order in which they are written
 * @param payload the record's value
 */
public record OutboxMessage(String topic, @Nullable String key, Map<String, String> headers, Buffer payload) {

    private static final String SOURCE = "tollgate/billing-service";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, String>> HEADERS = new TypeReference<>() {};

    public OutboxMessage {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * A fact of this service.
     *
     * @param id unique for this source: a published state's is made of what it describes and its version
     * @param traceParent the W3C context of the request that caused it, if a single one did
     */
    public static <T> OutboxMessage of(
            EventType<T> type,
            String key,
            String id,
            String subject,
            Instant time,
            T event,
            @Nullable String traceParent) {
        Map<String, String> headers = new CloudEventAttributes(id, SOURCE, type.type(), subject, time).toHeaders(type);
        if (traceParent != null) {
            headers.put(CloudEventAttributes.TRACE_PARENT_HEADER, traceParent);
        }
        return new OutboxMessage(type.topic(), key, headers, Buffer.buffer(EventJson.write(type, event)));
    }

    String headersAsJson() {
        try {
            return JSON.writeValueAsString(headers);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("headers for " + topic + " cannot be written", failure);
        }
    }

    static Map<String, String> headersOf(String json) {
        try {
            return JSON.readValue(json, HEADERS);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("headers of an outbox row are not a JSON object", failure);
        }
    }
}
