package io.tollgate.moderation.verdict;

/** What became of a verdict by the time its caller is answered. */
public enum Recording {
    /** It is on the event log. */
    RECORDED,
    /** It waits for the event log, and is sent as soon as that can be reached. */
    LATE,
    /** It will not be recorded. */
    LOST
}
