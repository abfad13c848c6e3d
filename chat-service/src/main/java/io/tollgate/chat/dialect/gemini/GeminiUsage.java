package io.tollgate.chat.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.chat.dialect.Json;
import io.tollgate.chat.dialect.answer.TokenCounts;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's {@code usageMetadata}. The prompt's count includes what came from the cache but not what tools put into it; thoughts
 * stand beside the candidates' count, not in it. Zeros are left out. Each chunk of a stream repeats it, the last one counts.
 */
final class GeminiUsage {

    private GeminiUsage() {}

    /** Null if there is none. */
    static @Nullable TokenCounts of(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        long toolPrompt = Json.count(usage, "toolUsePromptTokenCount");
        long prompt = Json.count(usage, "promptTokenCount") + toolPrompt;
        long thoughts = Json.count(usage, "thoughtsTokenCount");
        // Where the candidates' count is missing though something was written, the total still has it.
        long written = Math.max(
                Json.count(usage, "candidatesTokenCount") + thoughts, Json.count(usage, "totalTokenCount") - prompt);
        long cachedAudio = ofModality(usage, "cacheTokensDetails", "AUDIO");
        return new TokenCounts(
                prompt,
                Json.count(usage, "cachedContentTokenCount"),
                0,
                0,
                Math.max(0, ofModality(usage, "promptTokensDetails", "AUDIO") - cachedAudio),
                Math.max(0, written),
                OptionalLong.of(thoughts),
                ofModality(usage, "candidatesTokensDetails", "AUDIO"));
    }

    private static long ofModality(JsonNode usage, String details, String modality) {
        long tokens = 0;
        for (JsonNode detail : usage.path(details)) {
            if (modality.equals(detail.path("modality").textValue())) {
                tokens += Json.count(detail, "tokenCount");
            }
        }
        return tokens;
    }
}
