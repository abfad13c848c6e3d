package io.tollgate.moderation.engine.text;

/** Ways to write a text so that only a reader who undoes them sees what it says. Each is undone once. */
public enum Encoding {
    /** Marks of HTML, Markdown, LaTeX and comments within words; character references and escapes; Base64, hexadecimal and Morse. */
    MARKUP,
    /** Letters moved by thirteen places. */
    ROTATED,
    /** First letters moved to the end of the word, before {@code ay}. */
    PIG_LATIN,
    /** The same, where two consonants were moved. */
    PIG_LATIN_CLUSTERS,
    /** Short lines that are read from top to bottom. */
    COLUMNS
}
