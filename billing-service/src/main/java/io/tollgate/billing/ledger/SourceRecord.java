package io.tollgate.billing.ledger;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the usage topic as it came, whatever it is worth.
 *
 * @param headers the last value of each header, as UTF-8
 * @param payload the value; empty for a record without one
 */
public record SourceRecord(
        String topic, int partition, long offset, @Nullable String key, Map<String, String> headers, Buffer payload) {

    public SourceRecord {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    String position() {
        return topic + "-" + partition + "@" + offset;
    }
}
