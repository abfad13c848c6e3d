package io.tollgate.moderation.engine.stream;

/** What follows from something that was found, from the mildest to the gravest. */
public enum Action {
    ALLOW,
    FLAG,
    REDACT,
    BLOCK
}
