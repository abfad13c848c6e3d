package io.tollgate.chat.openai;

import io.tollgate.contracts.usage.Meter;
import io.tollgate.contracts.usage.Usage;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's answer says about itself: who answered, at what tier, and what it consumed. It gathers over the chunks
 * of a stream; of counts that are reported more than once the largest stands, of names the last.
 */
public final class AnswerFacts {

    /** Not reported. */
    private static final long NONE = -1;

    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String serviceTier;
    private long created;
    private long promptTokens = NONE;
    private long completionTokens = NONE;
    private long audioSeconds = NONE;
    private int elements;
    private long cachedTokens;
    private long cacheWriteTokens;
    /** Of the cache writes, those that are kept for an hour. */
    private long cacheWriteOneHourTokens;

    private long inputAudioTokens;
    private long reasoningTokens;
    private long outputAudioTokens;

    void id(String value) {
        id = value;
    }

    void model(String value) {
        model = value;
    }

    void serviceTier(String value) {
        serviceTier = value;
    }

    void created(long value) {
        created = value;
    }

    void promptTokens(long value) {
        promptTokens = Math.max(promptTokens, value);
    }

    void completionTokens(long value) {
        completionTokens = Math.max(completionTokens, value);
    }

    void promptDetail(String name, long value) {
        switch (name) {
            case "cached_tokens" -> cachedTokens = Math.max(cachedTokens, value);
            case "cache_write_tokens" -> cacheWriteTokens = Math.max(cacheWriteTokens, value);
            // Not OpenAI's: how this gateway's translators tell of a cache write that costs more.
            case "cache_write_1h_tokens" -> cacheWriteOneHourTokens = Math.max(cacheWriteOneHourTokens, value);
            case "audio_tokens" -> inputAudioTokens = Math.max(inputAudioTokens, value);
            default -> {
                // Text and image tokens are part of the prompt's count and have no meter of their own here.
            }
        }
    }

    void completionDetail(String name, long value) {
        switch (name) {
            case "reasoning_tokens" -> reasoningTokens = Math.max(reasoningTokens, value);
            case "audio_tokens" -> outputAudioTokens = Math.max(outputAudioTokens, value);
            default -> {
                // Prediction tokens are part of the completion's count.
            }
        }
    }

    /** The opening of a chunk that belongs to this answer, up to and including a comma. */
    public String chunkHead() {
        JsonObject head = new JsonObject()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
        String json = head.encode();
        return json.substring(0, json.length() - 1) + ",";
    }

    public @Nullable String id() {
        return id;
    }

    public @Nullable String model() {
        return model;
    }

    public @Nullable String serviceTier() {
        return serviceTier;
    }

    void audioSeconds(long value) {
        audioSeconds = Math.max(audioSeconds, value);
    }

    void elements(int count) {
        elements = Math.max(elements, count);
    }

    /** How long the audio was that was listened to, in begun seconds; empty if the provider did not say. */
    public OptionalLong audioSeconds() {
        return audioSeconds == NONE ? OptionalLong.empty() : OptionalLong.of(audioSeconds);
    }

    /** How many elements {@code data} has: pictures, where pictures were asked for. */
    public int elements() {
        return elements;
    }

    /** DeepSeek's name for what was read from the cache. */
    void cachedTokens(long value) {
        cachedTokens = Math.max(cachedTokens, value);
    }

    /**
     * The reported usage in disjoint meters. OpenAI's {@code prompt_tokens} includes cached, cache-write and audio tokens, and
     * its {@code completion_tokens} includes reasoning and audio tokens; what remains is plain input and output text. Cache writes
     * for an hour are a part of the cache writes. A detail that claims more than its total is cut to it.
     *
     * @return empty if the provider reported no usage
     */
    public Optional<Usage> usage() {
        if (promptTokens == NONE && completionTokens == NONE) {
            return Optional.empty();
        }
        Usage usage = Usage.NOT_REPORTED;
        if (promptTokens != NONE) {
            usage = split(
                    usage,
                    promptTokens,
                    Meter.INPUT_UNCACHED,
                    new Meter[] {Meter.INPUT_CACHED, Meter.CACHE_WRITE_1H, Meter.CACHE_WRITE_5M, Meter.INPUT_AUDIO},
                    new long[] {
                        cachedTokens,
                        cacheWriteOneHourTokens,
                        Math.max(0, cacheWriteTokens - cacheWriteOneHourTokens),
                        inputAudioTokens
                    });
        }
        if (completionTokens != NONE) {
            usage = split(
                    usage,
                    completionTokens,
                    Meter.OUTPUT_TEXT,
                    new Meter[] {Meter.OUTPUT_REASONING, Meter.OUTPUT_AUDIO},
                    new long[] {reasoningTokens, outputAudioTokens});
        }
        return Optional.of(usage);
    }

    private static Usage split(Usage usage, long total, Meter rest, Meter[] meters, long[] details) {
        Usage result = usage;
        long left = total;
        for (int i = 0; i < meters.length; i++) {
            long part = Math.min(details[i], left);
            if (part > 0) {
                result = result.with(meters[i], part);
                left -= part;
            }
        }
        return result.with(rest, left);
    }
}
