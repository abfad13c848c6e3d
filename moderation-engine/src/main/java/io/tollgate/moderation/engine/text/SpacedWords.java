package io.tollgate.moderation.engine.text;

/**
 * Joins words written letter by letter, "f.u.c.k", and ideographs set apart by signs. A run is three letters or more, or two
 * ideographs or more, each alone between separators of one and the same length. Runs are kept apart by a character that occurs
 * in no term.
 */
final class SpacedWords {

    private static final int MAX_GAP = 4;
    private static final int MIN_LETTERS = 3;
    private static final int MIN_IDEOGRAPHS = 2;
    private static final char APART = '\0';

    private SpacedWords() {}

    static void join(View source, View target) {
        target.length = 0;
        int index = 0;
        while (index < source.length) {
            int end = endOfRun(source, index);
            if (end != index + 1) {
                index = Math.max(end, index + 1);
                continue;
            }
            int last = index;
            int gap = gapAfter(source, index);
            int count = 1;
            for (int next = last + gap + 1; gap > 0 && isSingle(source, next); next = last + gap + 1) {
                last = next;
                count++;
                if (gapAfter(source, last) != gap) {
                    break;
                }
            }
            if (count >= (isIdeograph(source, index) ? MIN_IDEOGRAPHS : MIN_LETTERS)) {
                copy(source, index, last, gap + 1, target);
            }
            // The last one may begin the next run, with another gap.
            index = Math.max(last, index + 1);
        }
    }

    /** Where the characters end that no separator parts; the index itself if a separator stands there. */
    private static int endOfRun(View source, int index) {
        int end = index;
        while (end < source.length && !isSeparator(source, end)) {
            end++;
        }
        return end;
    }

    /** The run that a text yet to come could continue: single characters at equal distances up to the end of the source. */
    static void readOpenRun(View source, View target) {
        target.length = 0;
        int last = source.length - 1;
        while (last >= 0 && isSeparator(source, last)) {
            last--;
        }
        int trailing = source.length - 1 - last;
        if (last < 0 || trailing > MAX_GAP || !isSingle(source, last)) {
            return;
        }
        int gap = gapBefore(source, last);
        int first = last;
        // A wider gap than the run's own ends it; its last character may then begin another.
        while (gap > 0 && trailing <= gap && isSingle(source, first - gap - 1) && gapBefore(source, first) == gap) {
            first -= gap + 1;
        }
        for (int i = first; i <= last; i += gap + 1) {
            target.addFrom(source.characters[i], source, i);
        }
    }

    /** How many separators stand before a character and after the next word; 0 if there is none, or too far away. */
    private static int gapBefore(View view, int index) {
        int gap = 0;
        while (gap <= MAX_GAP && index - gap - 1 >= 0 && isSeparator(view, index - gap - 1)) {
            gap++;
        }
        boolean bounded = gap > 0 && gap <= MAX_GAP && index - gap - 1 >= 0;
        return bounded ? gap : 0;
    }

    private static void copy(View source, int first, int last, int step, View target) {
        target.addFrom(APART, source, first);
        for (int i = first; i <= last; i += step) {
            target.addFrom(source.characters[i], source, i);
        }
        target.addFrom(APART, source, last);
    }

    /** How many separators follow before the next word; 0 if it follows at once, or too far away. */
    private static int gapAfter(View view, int index) {
        int gap = 0;
        while (gap <= MAX_GAP && index + gap + 1 < view.length && isSeparator(view, index + gap + 1)) {
            gap++;
        }
        boolean bounded = gap > 0 && gap <= MAX_GAP && index + gap + 1 < view.length;
        return bounded ? gap : 0;
    }

    private static boolean isSingle(View view, int index) {
        return index >= 0
                && index < view.length
                && !isSeparator(view, index)
                && (index == 0 || isSeparator(view, index - 1))
                && (index + 1 == view.length || isSeparator(view, index + 1));
    }

    private static boolean isSeparator(View view, int index) {
        byte kind = CharacterTable.KIND[view.characters[index]];
        return kind == CharacterKind.SEPARATOR || kind == CharacterKind.SIGN;
    }

    private static boolean isIdeograph(View view, int index) {
        return CharacterTable.KIND[view.characters[index]] == CharacterKind.IDEOGRAPH;
    }
}
