package io.tollgate.moderation.engine.sensitive;

import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;

/** A text as the finders read it: folded, so that no disguise helps, but with the case in which it was written at hand. */
class Written {

    static final char NONE = '\0';

    private static final boolean[] WORD_PARTS = new boolean[0x80];

    static {
        for (char character = 0; character < WORD_PARTS.length; character++) {
            WORD_PARTS[character] = (character >= '0' && character <= '9')
                    || (character >= 'a' && character <= 'z')
                    || character == '_';
        }
    }

    private final NormalisedText text;
    private final View folded;
    private final char[] characters;
    private final int length;

    Written(NormalisedText text) {
        this.text = text;
        folded = text.folded();
        characters = folded.characters();
        length = folded.length();
    }

    int length() {
        return length;
    }

    /** The folded character; {@link #NONE} before and after the text. */
    char at(int index) {
        return index >= 0 && index < length ? characters[index] : NONE;
    }

    /** The character in the case in which it was written. */
    char cased(int index) {
        char written = text.raw()[folded.originOf(index)];
        return written < 0x80 ? written : at(index);
    }

    boolean isDigit(int index) {
        char character = at(index);
        return character >= '0' && character <= '9';
    }

    boolean isLetter(int index) {
        char character = at(index);
        return character >= 'a' && character <= 'z';
    }

    boolean isWordPart(int index) {
        char character = at(index);
        return character < WORD_PARTS.length && WORD_PARTS[character];
    }

    /** Whether the phrase stands within so many characters before an index. */
    boolean isPreceded(int index, int within, String phrase) {
        int first = Math.max(0, index - within);
        for (int start = index - phrase.length(); start >= first; start--) {
            if (isAt(start, phrase)) {
                return true;
            }
        }
        return false;
    }

    boolean isAt(int start, String phrase) {
        if (start < 0 || start + phrase.length() > length) {
            return false;
        }
        for (int i = 0; i < phrase.length(); i++) {
            if (characters[start + i] != phrase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    char[] characters() {
        return characters;
    }

    int originalStart(int start, int end) {
        return text.start(folded, start, end);
    }

    int originalEnd(int start, int end) {
        return text.end(folded, start, end);
    }
}
