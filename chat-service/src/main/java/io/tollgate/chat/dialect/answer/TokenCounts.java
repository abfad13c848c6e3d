package io.tollgate.chat.dialect.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.chat.dialect.Json;
import java.util.OptionalLong;

/**
 * What a call consumed, in tokens, by OpenAI's rule that totals include their details: a detail of a cache write that is kept for
 * an hour has no place in OpenAI's object, and stands in it as {@code prompt_tokens_details.cache_write_1h_tokens}.
 *
 * @param prompt everything that was read: plain, from the cache, and into it
 * @param cached of these, read from the cache
 * @param cacheWrite of these, written to the cache, for any time
 * @param cacheWriteOneHour of the written ones, those that are kept for an hour
 * @param promptAudio of the prompt, sound that did not come from the cache
 * @param completion everything that was written, reasoning included
 * @param reasoning of these, thinking; empty where the provider does not tell it apart
 * @param completionAudio of these, sound
 */
public record TokenCounts(
        long prompt,
        long cached,
        long cacheWrite,
        long cacheWriteOneHour,
        long promptAudio,
        long completion,
        OptionalLong reasoning,
        long completionAudio) {

    public TokenCounts {
        if (prompt < 0 || cached < 0 || cacheWrite < 0 || promptAudio < 0 || completion < 0 || completionAudio < 0) {
            throw new IllegalArgumentException("token counts must not be negative");
        }
        if (cacheWriteOneHour < 0 || cacheWriteOneHour > cacheWrite) {
            throw new IllegalArgumentException("cache writes for an hour must be a part of the cache writes");
        }
    }

    /** OpenAI's {@code usage}. */
    public ObjectNode toJson() {
        ObjectNode usage = Json.object();
        usage.put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        ObjectNode promptDetails = usage.putObject("prompt_tokens_details")
                .put("cached_tokens", cached)
                .put("cache_write_tokens", cacheWrite)
                .put("audio_tokens", promptAudio);
        if (cacheWriteOneHour > 0) {
            promptDetails.put("cache_write_1h_tokens", cacheWriteOneHour);
        }
        ObjectNode completionDetails =
                usage.putObject("completion_tokens_details").put("audio_tokens", completionAudio);
        reasoning.ifPresent(tokens -> completionDetails.put("reasoning_tokens", tokens));
        return usage;
    }
}
