package io.tollgate.moderation.engine.stream;

/** Where a text that goes on is examined sentence by sentence: at places that do not hang on how it arrives. */
final class Sentences {

    /** How much of the text before a sentence's end is examined with it. */
    static final int WINDOW = 400;

    /** Sentences shorter than this are examined with the next ones. */
    private static final int MIN = 160;

    private int examinedTo;

    int examinedTo() {
        return examinedTo;
    }

    boolean isExaminedTo(int length) {
        return examinedTo == length;
    }

    /**
     * @param base the offset of the text's first character
     * @param decided up to where the text is known to stay as it is
     * @param ended whether the text ends there
     * @return the next offset up to which the text is to be examined, 0 if there is none yet
     */
    int next(CharSequence text, int base, int decided, boolean ended) {
        int longest = examinedTo + WINDOW;
        for (int end = examinedTo + MIN; end <= decided && end <= longest; end++) {
            if (end == longest || (end < decided && endsSentence(text.charAt(end - 1 - base)))) {
                examinedTo = end;
                return end;
            }
        }
        if (ended && decided > examinedTo) {
            examinedTo = decided;
            return decided;
        }
        return 0;
    }

    private static boolean endsSentence(char character) {
        return switch (character) {
            case '.', '!', '?', '\n', '\u3002', '\uFF01', '\uFF1F' -> true;
            default -> false;
        };
    }
}
