package io.tollgate.chat.reservation;

/** What became of a settlement. */
public enum SettleOutcome {
    /** The reservation is trimmed to the cost and the event is in the outbox. */
    SETTLED,
    /** The event is in the outbox; the reservation was lost with Redis's data. */
    SETTLED_WITHOUT_RESERVATION,
    /** The lease had run out: an orphaned event with an estimate stands for the attempt, and this event is not recorded. */
    ALREADY_ORPHANED
}
