package io.tollgate.moderation.engine.text;

import static java.lang.Character.UnicodeScript;

/** What a folded character is to word boundaries and to the views. A byte per character, so that a lookup is one load. */
final class CharacterKind {

    static final byte SEPARATOR = 0;
    static final byte LATIN = 1;
    static final byte DIGIT = 2;
    /** A letter of a script some of whose letters look like Latin ones. */
    static final byte LOOKALIKE = 3;
    /** Written without spaces between words: no word boundary can be asked of it. */
    static final byte IDEOGRAPH = 4;

    static final byte OTHER_LETTER = 5;
    /** A sign that stands for a letter in disguised spelling. */
    static final byte SIGN = 6;

    private CharacterKind() {}

    static byte of(char character) {
        if (character == '@' || character == '$' || character == '!') {
            return SIGN;
        }
        if (Character.isDigit(character)) {
            return DIGIT;
        }
        if (!Character.isLetter(character)) {
            return SEPARATOR;
        }
        return switch (UnicodeScript.of(character)) {
            case LATIN -> LATIN;
            case CYRILLIC, GREEK, ARMENIAN, CHEROKEE -> LOOKALIKE;
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> IDEOGRAPH;
            default -> OTHER_LETTER;
        };
    }

    static boolean belongsToWord(byte kind) {
        return kind == LATIN || kind == DIGIT || kind == LOOKALIKE || kind == OTHER_LETTER;
    }
}
