package io.tollgate.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a caller wants to be answered: the request's field {@code simulator}, which no real provider knows.
 *
 * @param completionTokens how many content tokens to generate; empty: those of the text
 * @param firstByteMillis how long to wait before the answer starts
 * @param chunkMillis the pace of a stream; 0: as fast as the client reads
 * @param text the exact text to answer with
 * @param cachedTokens how many of the prompt's tokens to call cached
 * @param reasoningTokens how many tokens of unseen reasoning to generate before the content
 */
record Controls(
        OptionalInt completionTokens,
        int firstByteMillis,
        int chunkMillis,
        Optional<String> text,
        int cachedTokens,
        int reasoningTokens,
        Optional<Fault> fault) {
    /** The same as the field, as JSON, for what stands between a caller and this provider and drops fields it does not know. */
    static final String HEADER = "x-simulator";

    /** An answer is generated while it is sent, so this bounds time, not memory. */
    static final int MAX_TOKENS = 100_000;

    private static final int MAX_MILLIS = 600_000;
    private static final Set<String> NAMES = Set.of(
            "completion_tokens", "first_byte_ms", "chunk_ms", "text", "cached_tokens", "reasoning_tokens", "fault");

    Controls {
        if (text.isPresent() && completionTokens.isPresent()) {
            throw new InvalidRequestException("Give either text or completion_tokens, not both", "simulator");
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
        JsonNode fault = controls.path("fault");
        JsonNode text = controls.path("text");
        return new Controls(
                integer(controls, "completion_tokens", MAX_TOKENS),
                integer(controls, "first_byte_ms", MAX_MILLIS).orElse(latency.firstByteMillis()),
                integer(controls, "chunk_ms", MAX_MILLIS).orElse(latency.chunkMillis()),
                text.isTextual() ? Optional.of(text.textValue()) : Optional.empty(),
                integer(controls, "cached_tokens", Integer.MAX_VALUE).orElse(0),
                integer(controls, "reasoning_tokens", MAX_TOKENS).orElse(0),
                fault.isTextual() ? Optional.of(Fault.named(fault.textValue())) : Fault.ofModel(model));
    }

    Controls saying(String said) {
        return new Controls(
                OptionalInt.empty(), firstByteMillis, chunkMillis, Optional.of(said), cachedTokens, reasoningTokens, fault);
    }

    Controls failing(Fault wrong) {
        return new Controls(
                completionTokens, firstByteMillis, chunkMillis, text, cachedTokens, reasoningTokens, Optional.of(wrong));
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
