package io.tollgate.moderation.engine.stream;

/** How much of a stream the guard holds back. */
public enum StreamMode {
    /** Whole sentences, until everything has examined them. */
    STRICT,
    /** What may still become part of a match. What only a whole sentence shows cuts the stream after that sentence. */
    BALANCED,
    /** Nothing: the stream is examined, never changed. */
    AUDIT
}
