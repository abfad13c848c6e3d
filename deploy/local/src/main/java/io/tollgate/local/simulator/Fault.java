package io.tollgate.local.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the simulated provider can do wrong when it is asked to. */
enum Fault {
    /** 429 with {@code Retry-After: 1}. */
    TOO_MANY_REQUESTS("429", false),
    SERVER_ERROR("500", false),
    OVERLOADED("503", false),
    UNAUTHORIZED("401", false),
    /** Takes the request and never answers. */
    HANG("hang", false),
    /** Begins its answer only after ten seconds, where the request does not say when. */
    SLOW_FIRST_BYTE("slow-first-byte", false),
    /** Resets the connection before the first byte. */
    RESET("reset", false),
    /** Resets the connection in the middle of the answer. */
    CUT("cut", false),
    /** Stops in the middle of the answer and keeps the connection open. */
    STALL("stall", false),
    /** A line in the middle of the stream that is no field of server-sent events, then all as it should be. */
    MALFORMED_FRAME("malformed-frame", true),
    /** An event in the middle of the stream whose JSON breaks off, then all as it should be; plain: half of the JSON. */
    MALFORMED_JSON("malformed-json", false),
    /** Half an event in the middle of the stream, then an ordinary end of the connection's answer. */
    HALF_FRAME("half-frame", true),
    /** An ordinary end of the connection's answer in the middle of the stream, without {@code [DONE]}. */
    NO_DONE("no-done", true),
    /** An error event in the middle of the stream, then the end without {@code [DONE]}. */
    ERROR_IN_STREAM("error-in-stream", true),
    /** A whole answer without usage, also where it was asked for. */
    NO_USAGE("no-usage", false);

    private static final String MODEL_PREFIX = "fault-";

    private final String wireName;
    private final boolean streamOnly;

    Fault(String wireName, boolean streamOnly) {
        this.wireName = wireName;
        this.streamOnly = streamOnly;
    }

    String wireName() {
        return wireName;
    }

    /** Whether it exists only in streamed answers. */
    boolean streamOnly() {
        return streamOnly;
    }

    /**
     * @throws InvalidRequestException if there is no such fault; the message lists those that are
     */
    static Fault named(String name) {
        return Arrays.stream(values())
                .filter(fault -> fault.wireName.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "There is no fault '" + name + "'. Known faults: "
                                + Arrays.stream(values()).map(Fault::wireName).collect(Collectors.joining(", ")),
                        "simulator.fault"));
    }

    /** The fault that the model's name asks for: {@code fault-429}, {@code fault-cut}. */
    static Optional<Fault> ofModel(String model) {
        return model.startsWith(MODEL_PREFIX)
                ? Optional.of(named(model.substring(MODEL_PREFIX.length())))
                : Optional.empty();
    }
}
