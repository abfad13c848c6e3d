package io.tollgate.moderation.engine.classify;

/** What a folded character is to the n-grams. A byte per character, so that a lookup is one load. */
final class Glyph {

    static final byte SEPARATOR = 0;
    static final byte LETTER = 1;
    static final byte DIGIT = 2;
    /** Belongs to a word if a letter follows. */
    static final byte APOSTROPHE = 3;
    /** Ends a sentence: words on its two sides make no pair. */
    static final byte STOP = 4;
    /** Written without spaces between words: every sequence of them may be one. */
    static final byte IDEOGRAPH = 5;
    /** First half of a character beyond the basic plane, mostly a pictograph: a word by itself. */
    static final byte SURROGATE = 6;

    private static final byte[] KINDS = new byte[Character.MAX_VALUE + 1];

    static {
        for (int character = 0; character < KINDS.length; character++) {
            KINDS[character] = classify((char) character);
        }
    }

    private Glyph() {}

    static byte of(char character) {
        return KINDS[character];
    }

    private static byte classify(char character) {
        if (Character.isIdeographic(character)) {
            return IDEOGRAPH;
        }
        if (Character.isDigit(character)) {
            return DIGIT;
        }
        if (Character.isLetter(character)) {
            return LETTER;
        }
        if (Character.isHighSurrogate(character)) {
            return SURROGATE;
        }
        return switch (character) {
            case '\'' -> APOSTROPHE;
            case '.', '!', '?', '。' -> STOP;
            default -> SEPARATOR;
        };
    }
}
