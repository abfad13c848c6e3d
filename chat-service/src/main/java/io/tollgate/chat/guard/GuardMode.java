package io.tollgate.chat.guard;

/** What the input guard does with a text that it flags. */
public enum GuardMode {
    /** It examines nothing. */
    OFF,
    /** It publishes a verdict and lets the call pass. */
    SCORE,
    /** It publishes a verdict and refuses the call. */
    BLOCK
}
