package io.tollgate.moderation.engine.text;

/** The ways in which a text is read. */
public enum ViewKind {
    /** Compatibility forms, case, marks, script variants, invisible characters and white space folded away. */
    FOLDED,
    /** Lookalikes, digits and signs as Latin letters, in such words as mix them with Latin letters. */
    LATINISED,
    /** The same, where a one stands for an l. */
    LATINISED_ONE_AS_L,
    /** Runs of single characters, without what separates them. */
    JOINED,
    /** The whole text, with such runs as words. */
    SPELLED,
    /** Pairs of letters that look like one as that one: {@code rn} as {@code m}. */
    MERGED,
    /** Backwards. */
    REVERSED,
    /** Ideographs without what is strewn between them, parts put together, pictures and lookalikes read as ideographs. */
    HAN,
    /** Syllables: ideographs as they sound, and what is spelled in Latin letters. */
    SOUND
}
