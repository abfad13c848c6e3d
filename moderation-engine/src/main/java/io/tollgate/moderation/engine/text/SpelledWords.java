package io.tollgate.moderation.engine.text;

/** Reads a text in which words are written letter by letter, {@code k.i.l.l him}: those words are joined, the rest is as it was. */
final class SpelledWords {

    private static final int MAX_GAP = 4;
    private static final int MIN_JOINTS = 2;

    private SpelledWords() {}

    /** @return whether enough letters were joined to make a word */
    static boolean read(View source, View target) {
        target.length = 0;
        int joints = 0;
        boolean withSigns = false;
        int index = 0;
        while (index < source.length) {
            target.addFrom(source.characters[index], source, index);
            int next = isSingle(source, index) ? nextSingle(source, index) : -1;
            if (next < 0) {
                withSigns = false;
                index++;
                continue;
            }
            boolean blankOnly = next == index + 2 && source.characters[index + 1] == ' ';
            boolean joins = blankOnly
                    ? !withSigns && isNarrow(source, index, next) && !isSpelledWithSigns(source, next)
                    : isFiller(source, index + 1, next - 1);
            if (joins) {
                joints++;
                withSigns = !blankOnly;
                index = next;
            } else {
                withSigns &= blankOnly;
                index++;
            }
        }
        return joints >= MIN_JOINTS;
    }

    /**
     * The same of a text that goes on, however few letters were joined so far, to before the separators at its end.
     *
     * @param length of the source's beginning that is read
     */
    static void readOpen(View source, int length, View target) {
        int whole = source.length;
        source.length = length;
        read(source, target);
        source.length = whole;
        while (target.length > 0 && isSeparator(target, target.length - 1)) {
            target.length--;
        }
    }

    /** Where the last word begins. */
    static int startOfLastWord(View source) {
        int start = source.length;
        while (start > 0 && isSeparator(source, start - 1)) {
            start--;
        }
        while (start > 0 && !isSeparator(source, start - 1)) {
            start--;
        }
        return start;
    }

    /** One blank, not several that the folded view made one of: those are between words. */
    private static boolean isNarrow(View source, int index, int next) {
        return source.origins[next] - source.lastOrigins[index] <= 2;
    }

    /** Whether a word begins here whose letters signs set apart: the one before it is a word of its own. */
    private static boolean isSpelledWithSigns(View source, int index) {
        int next = nextSingle(source, index);
        return next > 0 && !(next == index + 2 && source.characters[index + 1] == ' ');
    }

    /** Signs, with a blank on both sides or on none. */
    private static boolean isFiller(View source, int first, int last) {
        return (source.characters[first] == ' ') == (source.characters[last] == ' ');
    }

    /** The next letter that stands alone, or -1 if something else comes first or it is too far away. */
    private static int nextSingle(View source, int index) {
        int next = index + 1;
        while (next < source.length && next - index <= MAX_GAP && isSeparator(source, next)) {
            next++;
        }
        boolean near = next > index + 1 && next < source.length && next - index - 1 <= MAX_GAP;
        return near && isSingle(source, next) ? next : -1;
    }

    private static boolean isSingle(View source, int index) {
        byte kind = source.kindAt(index);
        boolean letter = kind == CharacterKind.LATIN || kind == CharacterKind.OTHER_LETTER;
        return letter
                && (index == 0 || isSeparator(source, index - 1))
                && (index + 1 == source.length || isSeparator(source, index + 1));
    }

    private static boolean isSeparator(View source, int index) {
        byte kind = source.kindAt(index);
        return kind == CharacterKind.SEPARATOR || kind == CharacterKind.SIGN;
    }
}
