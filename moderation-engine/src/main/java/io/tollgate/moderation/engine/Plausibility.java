package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;

/** Whether what stands in a view can be meant as the term, or is one of the accidents that the view is prone to. */
final class Plausibility {

    /** Short words in disguise are mostly model numbers, units and hashes. */
    private static final int MIN_DISGUISED_LENGTH = 4;

    private static final int MIN_REVERSED_IDEOGRAPHS = 3;

    private Plausibility() {}

    static boolean of(LexiconEntry entry, NormalisedText text, View view, int start, int end) {
        return switch (view.kind()) {
            case FOLDED, HAN, SPELLED -> isBounded(entry, view, start, end);
            case LATINISED, LATINISED_ONE_AS_L, MERGED ->
                end - start >= MIN_DISGUISED_LENGTH
                        && differs(text.folded(), view, start, end)
                        && isBounded(entry, view, start, end);
            case JOINED ->
                (!entry.wholeWord() || end - start >= MIN_DISGUISED_LENGTH)
                        && (isBounded(entry, view, start, end) || isBoundedBySmallWords(view, start, end));
            case REVERSED ->
                end - start >= (entry.wholeWord() ? MIN_DISGUISED_LENGTH : MIN_REVERSED_IDEOGRAPHS)
                        && isBounded(entry, view, start, end);
            case SOUND -> end - start >= SoundEntries.minSyllables(entry);
        };
    }

    private static boolean isBounded(LexiconEntry entry, View view, int start, int end) {
        return !entry.wholeWord() || (view.isWordBoundary(start) && view.isWordBoundary(end));
    }

    /** In "a f u c k u" the words of one letter are joined with the rest. */
    private static boolean isBoundedBySmallWords(View view, int start, int end) {
        char[] characters = view.characters();
        boolean startsWithWord = start >= 2
                && (characters[start - 1] == 'a' || characters[start - 1] == 'i')
                && view.isWordBoundary(start - 1);
        boolean endsWithWord = end < view.length() && characters[end] == 'u' && view.isWordBoundary(end + 1);
        return (view.isWordBoundary(start) || startsWithWord) && (view.isWordBoundary(end) || endsWithWord);
    }

    /** Whether the view changed anything within the term: if not, the folded view says all there is to say. */
    private static boolean differs(View folded, View view, int start, int end) {
        if (view.length() != folded.length()) {
            for (int i = start; i < end; i++) {
                if (view.originOf(i) != view.lastOriginOf(i)) {
                    return true;
                }
            }
            return false;
        }
        for (int i = start; i < end; i++) {
            if (folded.characters()[i] != view.characters()[i]) {
                return true;
            }
        }
        return false;
    }
}
