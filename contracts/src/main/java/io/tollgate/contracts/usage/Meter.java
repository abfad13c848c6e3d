package io.tollgate.contracts.usage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The closed set of things that are counted. Meters are disjoint: no unit is counted by two of them, so a cost is the
 * plain sum over meters. A name outside this set is refused, because usage that nobody can price must not pass silently.
 */
public enum Meter {
    INPUT_UNCACHED("input_uncached", Side.INPUT),
    INPUT_CACHED("input_cached", Side.INPUT),
    CACHE_WRITE_5M("cache_write_5m", Side.INPUT),
    CACHE_WRITE_1H("cache_write_1h", Side.INPUT),
    INPUT_AUDIO("input_audio", Side.INPUT),
    INPUT_IMAGE("input_image", Side.INPUT),
    OUTPUT_TEXT("output_text", Side.OUTPUT),
    OUTPUT_REASONING("output_reasoning", Side.OUTPUT),
    OUTPUT_AUDIO("output_audio", Side.OUTPUT),
    IMAGES("images", Side.OTHER),
    REQUESTS("requests", Side.OTHER),
    WEB_SEARCH_CALLS("web_search_calls", Side.OTHER),
    /** Seconds of audio that were transcribed or translated, begun seconds counted whole. */
    AUDIO_SECONDS("audio_seconds", Side.OTHER),
    /** Characters that were spoken. */
    INPUT_CHARACTERS("input_characters", Side.OTHER);

    /** Which side of a call a meter counts: tokens read, tokens written, or neither. */
    public enum Side {
        INPUT,
        OUTPUT,
        OTHER
    }

    private static final Map<String, Meter> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Meter::wireName, Function.identity()));

    private final String wireName;
    private final Side side;

    Meter(String wireName, Side side) {
        this.wireName = wireName;
        this.side = side;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public Side side() {
        return side;
    }

    /**
     * The meter whose price applies where a provider lists none for this one: reasoning is billed as output, cache reads
     * and writes as plain input. Empty where no such convention exists; the usage is then unrated, never free.
     */
    public Optional<Meter> pricedLike() {
        return switch (this) {
            case INPUT_CACHED, CACHE_WRITE_5M -> Optional.of(INPUT_UNCACHED);
            case CACHE_WRITE_1H -> Optional.of(CACHE_WRITE_5M);
            case OUTPUT_REASONING -> Optional.of(OUTPUT_TEXT);
            case INPUT_UNCACHED,
                    INPUT_AUDIO,
                    INPUT_IMAGE,
                    OUTPUT_TEXT,
                    OUTPUT_AUDIO,
                    IMAGES,
                    REQUESTS,
                    WEB_SEARCH_CALLS,
                    AUDIO_SECONDS,
                    INPUT_CHARACTERS -> Optional.empty();
        };
    }

    /** @throws IllegalArgumentException if no meter has this name */
    @JsonCreator
    public static Meter ofWireName(String name) {
        Meter meter = BY_NAME.get(name);
        if (meter == null) {
            throw new IllegalArgumentException("unknown meter '" + name + "'; known: " + BY_NAME.keySet());
        }
        return meter;
    }
}
