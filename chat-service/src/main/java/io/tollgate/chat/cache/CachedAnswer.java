package io.tollgate.chat.cache;

import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is kept: as it came, in OpenAI's language, and what it consumed. It is examined by the guard again whenever
 * it is given again, so it is kept from before the guard.
 *
 * @param streamed whether the body is a stream of events, or else one JSON object
 * @param provider who answered
 * @param model the provider's model that answered
 * @param usage what the answer consumed when it was new
 * @param body bounded by {@link CacheConfig#answerSizeMax}
 */
public record CachedAnswer(
        boolean streamed,
        String provider,
        String model,
        @Nullable String serviceTier,
        @Nullable String responseId,
        Usage usage,
        Buffer body) {

    /** A line of JSON about the answer, a line feed, and the answer. */
    public byte[] toBytes() {
        JsonObject counts = new JsonObject();
        usage.counts().forEach((meter, count) -> counts.put(meter.name(), count));
        JsonObject head = new JsonObject()
                .put("streamed", streamed)
                .put("provider", provider)
                .put("model", model)
                .put("tier", serviceTier)
                .put("id", responseId)
                .put("usage", counts);
        return head.toBuffer().appendByte((byte) '\n').appendBuffer(body).getBytes();
    }

    /** @return empty if it is no such answer, as where it was written by something else */
    public static Optional<CachedAnswer> ofBytes(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length) {
            return Optional.empty();
        }
        try {
            Buffer whole = Buffer.buffer(bytes);
            JsonObject head = whole.slice(0, end).toJsonObject();
            Map<Meter, Long> counts = new EnumMap<>(Meter.class);
            JsonObject usage = head.getJsonObject("usage");
            usage.fieldNames().forEach(name -> counts.put(Meter.valueOf(name), usage.getLong(name)));
            return Optional.of(new CachedAnswer(
                    head.getBoolean("streamed"),
                    head.getString("provider"),
                    head.getString("model"),
                    head.getString("tier"),
                    head.getString("id"),
                    Usage.of(counts),
                    whole.slice(end + 1, bytes.length)));
        } catch (DecodeException | IllegalArgumentException | ClassCastException | NullPointerException foreign) {
            return Optional.empty();
        }
    }
}
