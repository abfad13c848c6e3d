package io.tollgate.moderation.engine.text;

/**
 * Reads a text as it sounds in Mandarin: a character for each syllable, of ideographs and of words that are spelled in Latin
 * letters. Signs of one or two characters are passed over; everything else, and the end of a clause, parts what is on its sides.
 */
final class SoundReading {

    /** A longer word is none that a person spelled. */
    private static final int MAX_WORD = 64;

    private static final int MAX_SYLLABLE = 6;
    private static final int MAX_GAP = 3;

    /** Where a segmentation of the rest of a word begins: by offset, the length of the next syllable, 0 if there is none. */
    private final byte[] lengths = new byte[MAX_WORD + 1];

    private final char[] codes = new char[MAX_WORD + 1];

    void read(View source, View target) {
        target.length = 0;
        int index = 0;
        int gap = 0;
        while (index < source.length) {
            char character = source.characters[index];
            byte kind = source.kindAt(index);
            if (kind == CharacterKind.IDEOGRAPH) {
                addOrPart(Syllables.soundOf(character), source, index, target);
                index++;
                gap = 0;
            } else if (kind == CharacterKind.LATIN) {
                int end = endOfWord(source, index);
                addWord(source, index, end, target);
                index = end;
                gap = 0;
            } else {
                gap++;
                if (gap > MAX_GAP || isParting(character, kind)) {
                    addOrPart(Syllables.NONE, source, index, target);
                }
                index++;
            }
        }
    }

    /** Words that are no syllables, one after the other, part no more than one of them does. */
    private static void addOrPart(char sound, View source, int index, View target) {
        boolean parted = target.length == 0 || target.characters[target.length - 1] == Syllables.NONE;
        if (sound != Syllables.NONE || !parted) {
            target.addFrom(sound, source, index);
        }
    }

    private static boolean isParting(char character, byte kind) {
        boolean sign = kind == CharacterKind.SEPARATOR || kind == CharacterKind.SIGN;
        return !sign || endsClause(character);
    }

    private static boolean endsClause(char character) {
        return switch (character) {
            case ',', '.', '!', '?', ';', ':', '、', '。', '，', '！', '？', '；', '：', '…', '"', '(', ')' -> true;
            default -> false;
        };
    }

    private static int endOfWord(View source, int start) {
        int end = start + 1;
        while (end < source.length && source.kindAt(end) == CharacterKind.LATIN) {
            end++;
        }
        return end;
    }

    private void addWord(View source, int start, int end, View target) {
        int length = end - start;
        // Most words of other languages are known to be none by their last letter, or by their first few.
        boolean syllables = length <= MAX_WORD
                && Syllables.mayEndWith(source.characters[end - 1])
                && isReached(source, start, length)
                && segment(source, start, length);
        if (!syllables) {
            addOrPart(Syllables.NONE, source, start, target);
            return;
        }
        for (int offset = 0; offset < length; offset += lengths[offset]) {
            int last = start + offset + lengths[offset] - 1;
            target.add(codes[offset], source.origins[start + offset], source.lastOrigins[last]);
        }
    }

    /** Whether the letters from {@code start} to the end of a view are syllables, or may become some with letters that follow. */
    static boolean mayBeSyllables(View source, int start) {
        int length = source.length - start;
        if (length > MAX_WORD) {
            return false;
        }
        long ends = 1;
        for (int offset = 0; offset < length; offset++) {
            if ((ends & (1L << offset)) == 0) {
                continue;
            }
            int state = 0;
            for (int i = offset; i < length; i++) {
                state = Syllables.next(state, source.characters[start + i]);
                if (state == 0) {
                    break;
                }
                if (i == length - 1) {
                    return true;
                }
                if (Syllables.spelledIn(state) != Syllables.NONE) {
                    ends |= 1L << (i + 1);
                }
            }
        }
        return false;
    }

    /** Whether syllables, one after the other from the start, reach the end of a word. */
    private static boolean isReached(View source, int start, int length) {
        long begun = 1;
        for (int offset = 0; begun != 0; offset = Long.numberOfTrailingZeros(begun)) {
            int state = 0;
            for (int i = offset; i < length; i++) {
                state = Syllables.next(state, source.characters[start + i]);
                if (state == 0) {
                    break;
                }
                if (Syllables.spelledIn(state) != Syllables.NONE) {
                    if (i + 1 == length) {
                        return true;
                    }
                    begun |= 1L << (i + 1);
                }
            }
            begun &= -2L << offset;
        }
        return false;
    }

    /** From the end to the start, the longest syllable first, so that no part of a word is looked at more than six times. */
    private boolean segment(View source, int start, int length) {
        lengths[length] = 1;
        for (int offset = length - 1; offset >= 0; offset--) {
            lengths[offset] = 0;
            int state = 0;
            for (int i = offset; i < length && i - offset < MAX_SYLLABLE; i++) {
                state = Syllables.next(state, source.characters[start + i]);
                if (state == 0) {
                    break;
                }
                char code = Syllables.spelledIn(state);
                if (code != Syllables.NONE && lengths[i + 1] > 0) {
                    lengths[offset] = (byte) (i + 1 - offset);
                    codes[offset] = code;
                }
            }
        }
        return lengths[0] > 0;
    }
}
