package io.tollgate.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a caller wants to be answered: the request's field {@code simulator}, which no real provider knows.
 *
 * @param completionTokens how many content tokens to generate; empty: those of the text
 * @param firstByteMillis how long to wait before the answer starts
 * @param chunkMillis the pace of a stream; 0: as fast as the client reads
 * @param text the exact text to answer with
 * @param cachedTokens how many of the prompt's tokens to call cached
 * @param reasoningTokens how many tokens of unseen reasoning to generate before the content
 * @param toolCalls how many calls of the request's tools to make instead of saying something
 * @param fault what to do wrong: a name for every model, or an object of names by model
 */
record Controls(
        OptionalInt completionTokens,
        int firstByteMillis,
        int chunkMillis,
        Optional<String> text,
        int cachedTokens,
        int reasoningTokens,
        int toolCalls,
        Optional<Fault> fault) {
    /** The same as the field, as JSON, for what stands between a caller and this provider and drops fields it does not know. */
    static final String HEADER = "x-simulator";

    /** An answer is generated while it is sent, so this bounds time, not memory. */
    static final int MAX_TOKENS = 100_000;

    private static final int MAX_TOOL_CALLS = 128;
    private static final int MAX_MILLIS = 600_000;
    private static final int SLOW_MILLIS = 10_000;
    private static final Set<String> NAMES = Set.of(
            "completion_tokens",
            "first_byte_ms",
            "chunk_ms",
            "text",
            "cached_tokens",
            "reasoning_tokens",
            "tool_calls",
            "fault");

    Controls {
        if (Stream.of(text.isPresent(), completionTokens.isPresent(), toolCalls > 0)
                        .filter(Boolean::booleanValue)
                        .count()
                > 1) {
            throw new InvalidRequestException("Give one of text, completion_tokens and tool_calls", "simulator");
        }
    }

    /**
     * @param request the body of the request
     * @throws InvalidRequestException if a control is unknown or out of its range
     */
    static Controls of(JsonNode request, String model, Latency latency) {
        JsonNode controls = request.path("simulator");
        if (!controls.isMissingNode() && !controls.isObject()) {
            throw new InvalidRequestException("simulator must be an object", "simulator");
        }
        for (Iterator<String> names = controls.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!NAMES.contains(name)) {
                throw new InvalidRequestException(
                        "There is no control '" + name + "'. Known controls: " + NAMES, "simulator." + name);
            }
        }
        Optional<Fault> fault = fault(controls.path("fault"), model);
        boolean slow = fault.filter(Fault.SLOW_FIRST_BYTE::equals).isPresent();
        JsonNode text = controls.path("text");
        return new Controls(
                integer(controls, "completion_tokens", MAX_TOKENS),
                integer(controls, "first_byte_ms", MAX_MILLIS).orElse(slow ? SLOW_MILLIS : latency.firstByteMillis()),
                integer(controls, "chunk_ms", MAX_MILLIS).orElse(latency.chunkMillis()),
                text.isTextual() ? Optional.of(text.textValue()) : Optional.empty(),
                integer(controls, "cached_tokens", Integer.MAX_VALUE).orElse(0),
                integer(controls, "reasoning_tokens", MAX_TOKENS).orElse(0),
                integer(controls, "tool_calls", MAX_TOOL_CALLS).orElse(0),
                fault);
    }

    /** One for whichever model is asked, or for each of several models its own. */
    private static Optional<Fault> fault(JsonNode given, String model) {
        JsonNode named = given.isObject() ? given.path(model) : given;
        return named.isTextual() ? Optional.of(Fault.named(named.textValue())) : Fault.ofModel(model);
    }

    /** Text in place of whatever else was wanted. */
    Controls saying(String said) {
        return new Controls(
                OptionalInt.empty(),
                firstByteMillis,
                chunkMillis,
                Optional.of(said),
                cachedTokens,
                reasoningTokens,
                0,
                fault);
    }

    Controls failing(Fault wrong) {
        return new Controls(
                completionTokens,
                firstByteMillis,
                chunkMillis,
                text,
                cachedTokens,
                reasoningTokens,
                toolCalls,
                Optional.of(wrong));
    }

    private static OptionalInt integer(JsonNode controls, String name, int max) {
        JsonNode value = controls.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > max) {
            throw new InvalidRequestException(name + " must be an integer between 0 and " + max, "simulator." + name);
        }
        return OptionalInt.of(value.intValue());
    }
}
