package io.tollgate.moderation.engine.text;

/** ROT13, clause by clause: a clause is turned where its letters may be more like those of English when turned. */
final class LetterRotation {

    private static final int MIN_LETTERS = 6;
    private static final int LETTERS = 26;
    private static final int HALF = 13;
    /** A letter of plain English loses about 40 when it is turned; few letters are no sure measure. */
    private static final int TOLERANCE = 10;

    /** How often English uses each letter, in thousandths. */
    private static final int[] FREQUENCIES = {
        82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1
    };

    /** What a letter gains when it is turned. */
    private static final int[] SURPLUS = new int[LETTERS];

    static {
        for (int letter = 0; letter < LETTERS; letter++) {
            SURPLUS[letter] = FREQUENCIES[(letter + HALF) % LETTERS] - FREQUENCIES[letter];
        }
    }

    private LetterRotation() {}

    static boolean decode(char[] raw, int length, View target) {
        boolean turned = false;
        int start = 0;
        while (start < length) {
            int letters = 0;
            int surplus = 0;
            int end = start;
            while (end < length && !isClauseEnd(raw[end])) {
                int letter = letter(raw[end]);
                if (letter >= 0) {
                    letters++;
                    surplus += SURPLUS[letter];
                }
                end++;
            }
            boolean turn = letters >= MIN_LETTERS && surplus > -TOLERANCE * letters;
            turned |= turn;
            // What is not turned has been read already: it only parts what is.
            for (int i = turn ? start : end; i < Math.min(length, end + 1); i++) {
                target.add(turned(raw[i]), i);
            }
            start = end + 1;
        }
        return turned;
    }

    private static char turned(char character) {
        int letter = letter(character);
        return letter < 0 ? character : (char) ('a' + (letter + HALF) % LETTERS);
    }

    private static int letter(char character) {
        int lower = character | 0x20;
        return lower >= 'a' && lower <= 'z' && character < 0x80 ? lower - 'a' : -1;
    }

    private static boolean isClauseEnd(char character) {
        return switch (character) {
            case '.', ',', ':', ';', '!', '?', '\n', '"', '(', ')', '。', '，', '：', '；', '！', '？' -> true;
            default -> false;
        };
    }
}
