package io.tollgate.moderation.engine.text;

/** What a folded text has that calls for views of its own. Found in one pass, so that a plain text pays for no view it has no use for. */
final class Traits {

    private static final int LONG_RUN = 3;

    private int kinds;
    private boolean stretched;
    private boolean mergeable;

    void examine(View folded) {
        kinds = 0;
        stretched = false;
        mergeable = false;
        char before = '\0';
        int run = 1;
        for (int i = 0; i < folded.length; i++) {
            char character = folded.characters[i];
            byte kind = CharacterTable.KIND[character];
            kinds |= 1 << kind;
            if (character == before) {
                run++;
                stretched |= run >= LONG_RUN && kind != CharacterKind.SEPARATOR && kind != CharacterKind.DIGIT;
                mergeable |= character == 'v';
            } else {
                run = 1;
                mergeable |= character == 'n' && before == 'r';
            }
            before = character;
        }
    }

    boolean has(byte kind) {
        return (kinds & 1 << kind) != 0;
    }

    /** Whether anything stands in it that a word may be made of which passes for a Latin one. */
    boolean mayPassForLatin() {
        return has(CharacterKind.LOOKALIKE) || has(CharacterKind.SIGN) || has(CharacterKind.DIGIT);
    }

    /** Whether a character is written three times or more in a row. */
    boolean isStretched() {
        return stretched;
    }

    /** Whether two letters stand together that look like one. */
    boolean isMergeable() {
        return mergeable;
    }
}
