package io.tollgate.moderation.engine.sensitive;

import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;

/** From where on a text that goes on may still become sensitive: its last word, or the number whose groups it has begun. */
public final class OpenEnd {

    /** How many characters before sensitive data may tell what they are. */
    public static final int LOOK_BEHIND = 96;

    /** No key or token is longer. */
    private static final int WORD_MAX = 4_096;
    /** No number with all its groups is longer. */
    private static final int NUMBER_MAX = 64;

    private static final int GROUP_MAX = 20;
    private static final String HEADER = "-----begin ";
    private static final int HEADER_MAX = 80;
    private static final int LETTERS_MAX = 4;

    private OpenEnd() {}

    /** @return an offset in the text; its length if nothing is open */
    public static int of(NormalisedText text) {
        View view = text.folded();
        int end = view.length();
        int start = startOfWord(view, end);
        if (start == end || isGroup(view, start, end)) {
            start = startOfNumber(view, start, end);
        }
        start = startOfHeader(view, start, end);
        return start == end ? text.length() : text.start(view, start, end);
    }

    /** The header of a private key has blanks in it. */
    private static int startOfHeader(View view, int from, int end) {
        for (int start = Math.max(0, end - HEADER_MAX); start < from; start++) {
            if (isHeader(view, start, end)) {
                return start;
            }
        }
        return from;
    }

    private static boolean isHeader(View view, int start, int end) {
        int length = Math.min(HEADER.length(), end - start);
        for (int i = 0; i < length; i++) {
            if (view.characters()[start + i] != HEADER.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int startOfWord(View view, int end) {
        int start = end;
        while (start > 0 && end - start < WORD_MAX && isInk(view.characters()[start - 1])) {
            start--;
        }
        return start;
    }

    /**
     * Numbers are written in groups with a blank between them. No number begins with a group of letters alone, which every short
     * word looks like.
     *
     * @param from where the last word starts
     */
    private static int startOfNumber(View view, int from, int end) {
        int group = from;
        int number = beginsNumber(view, from, end) ? from : end;
        while (group > 1 && end - group < NUMBER_MAX && !isInk(view.characters()[group - 1])) {
            int before = startOfWord(view, group - 1);
            if (before == group - 1 || !isGroup(view, before, group - 1)) {
                break;
            }
            if (beginsNumber(view, before, group - 1)) {
                number = before;
            }
            group = before;
        }
        return Math.min(from, number);
    }

    private static boolean beginsNumber(View view, int start, int end) {
        for (int i = start; i < end; i++) {
            char character = view.characters()[i];
            if ((character >= '0' && character <= '9') || character == '+' || character == '(') {
                return true;
            }
        }
        return false;
    }

    private static boolean isGroup(View view, int start, int end) {
        int letters = 0;
        for (int i = start; i < end; i++) {
            char character = view.characters()[i];
            if (character >= 'a' && character <= 'z') {
                letters++;
            } else if ("0123456789+()-./:".indexOf(character) < 0) {
                return false;
            }
        }
        return end - start <= GROUP_MAX && letters <= LETTERS_MAX;
    }

    private static boolean isInk(char character) {
        return character > ' ' && character < 0x7F;
    }
}
