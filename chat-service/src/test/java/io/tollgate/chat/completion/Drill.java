package io.tollgate.chat.completion;

import io.tollgate.chat.testing.Bodies;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import java.util.Arrays;
import java.util.List;

/** A fault of the simulated provider, and what is recorded of the attempt that had it. */
enum Drill {
    TOO_MANY_REQUESTS("429", Moment.BEFORE, Status.ERROR, UsageSource.NONE),
    SERVER_ERROR("500", Moment.BEFORE, Status.ERROR, UsageSource.NONE),
    OVERLOADED("503", Moment.BEFORE, Status.ERROR, UsageSource.NONE),
    UNAUTHORIZED("401", Moment.BEFORE, Status.ERROR, UsageSource.NONE),
    // What the provider took, it may have read and will bill.
    RESET("reset", Moment.BEFORE, Status.ERROR, UsageSource.ESTIMATE),
    HANG("hang", Moment.BEFORE, Status.TIMEOUT, UsageSource.ESTIMATE),
    SLOW_FIRST_BYTE("slow-first-byte", Moment.BEFORE, Status.TIMEOUT, UsageSource.ESTIMATE),
    CUT("cut", Moment.WITHIN, Status.ERROR, UsageSource.ESTIMATE),
    STALL("stall", Moment.WITHIN, Status.TIMEOUT, UsageSource.ESTIMATE),
    MALFORMED_JSON("malformed-json", Moment.WITHIN, Status.ERROR, UsageSource.ESTIMATE),
    MALFORMED_FRAME("malformed-frame", Moment.WITHIN_STREAM, Status.ERROR, UsageSource.ESTIMATE),
    HALF_FRAME("half-frame", Moment.WITHIN_STREAM, Status.ERROR, UsageSource.ESTIMATE),
    NO_DONE("no-done", Moment.WITHIN_STREAM, Status.ERROR, UsageSource.ESTIMATE),
    ERROR_IN_STREAM("error-in-stream", Moment.WITHIN_STREAM, Status.ERROR, UsageSource.ESTIMATE);

    /** When it happens. */
    private enum Moment {
        BEFORE,
        /** In the middle of the answer: of a plain one the client has nothing yet. */
        WITHIN,
        WITHIN_STREAM
    }

    private static final int CHUNK_MILLIS = 150;

    private final String fault;
    private final Moment moment;
    private final Status status;
    private final UsageSource source;

    Drill(String fault, Moment moment, Status status, UsageSource source) {
        this.fault = fault;
        this.moment = moment;
        this.status = status;
        this.source = source;
    }

    /** Whether later calls go elsewhere for a while: because of a Retry-After, or because the key is refused. */
    boolean putsTargetToRest() {
        return this == TOO_MANY_REQUESTS || this == UNAUTHORIZED;
    }

    static List<Drill> all(boolean stream) {
        return Arrays.stream(values())
                .filter(drill -> stream || drill.moment != Moment.WITHIN_STREAM)
                .toList();
    }

    String fault() {
        return fault;
    }

    Status status() {
        return status;
    }

    UsageSource source() {
        return source;
    }

    /** Whether another target can still answer. */
    boolean isBeforeTheFirstByte(boolean stream) {
        return moment == Moment.BEFORE || !stream;
    }

    /** Whether the target says nothing for longer than it usually takes. */
    boolean isSilent(boolean stream) {
        return status == Status.TIMEOUT && isBeforeTheFirstByte(stream);
    }

    String alias(String strategy) {
        return strategy + "-" + fault;
    }

    /** @param target the model of the target that is to have the fault */
    String body(String alias, String target, boolean stream) {
        // Paced, so that the beginning is with the client before the fault: a reset also discards what was not read
        // yet.
        return Bodies.chat(
                alias,
                ",\"stream\":%s,\"simulator\":{\"completion_tokens\":6,\"chunk_ms\":%d,\"fault\":{\"%s\":\"%s\"}}"
                        .formatted(stream, stream ? CHUNK_MILLIS : 0, target, fault));
    }
}
