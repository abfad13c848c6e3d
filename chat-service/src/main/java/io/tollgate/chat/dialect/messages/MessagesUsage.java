package io.tollgate.chat.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;

/** OpenAI's usage in Anthropic's terms: what was read from and written to the cache stands beside the input, not in it. */
final class MessagesUsage {

    private MessagesUsage() {}

    static ObjectNode of(JsonNode usage) {
        JsonNode details = usage.path("prompt_tokens_details");
        long read = Json.count(details, "cached_tokens");
        long written = Json.count(details, "cache_write_tokens");
        long oneHour = Json.count(details, "cache_write_1h_tokens");
        ObjectNode translated = Json.object()
                .put("input_tokens", Math.max(0, Json.count(usage, "prompt_tokens") - read - written))
                .put("cache_creation_input_tokens", written)
                .put("cache_read_input_tokens", read)
                .put("output_tokens", Json.count(usage, "completion_tokens"));
        if (written > 0) {
            translated
                    .putObject("cache_creation")
                    .put("ephemeral_5m_input_tokens", Math.max(0, written - oneHour))
                    .put("ephemeral_1h_input_tokens", oneHour);
        }
        return translated;
    }
}
