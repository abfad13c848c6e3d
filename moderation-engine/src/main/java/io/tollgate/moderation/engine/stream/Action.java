package io.tollgate.moderation.engine.stream;

/** What follows from something that was found, from the mildest to the gravest. */
public enum Action {
    ALLOW,
    FLAG,
    /** Somebody else is to decide; the stream goes on. */
    ESCALATE,
    REDACT,
    BLOCK;

    public Action orGraver(Action other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
