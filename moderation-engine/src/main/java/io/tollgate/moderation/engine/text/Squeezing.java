package io.tollgate.moderation.engine.text;

import io.tollgate.moderation.engine.automaton.Automaton;

/**
 * Reads stretched words as the ones they stretch: {@code fuuuck}. Of a character that is written three times or more in a row, so
 * many are kept as some pattern goes on with, and at least one.
 */
public final class Squeezing {

    private static final int LONG_RUN = 3;

    private final View squeezed = new View(ViewKind.FOLDED);
    private boolean keptSeveral;
    /** Of the automaton, and up to where it has read what is squeezed. */
    private int state;

    private int followedTo;

    /**
     * Keeps one character of each long run, or as many as a pattern goes on with: neither finds all that the other finds.
     *
     * @return the view; it belongs to this instance, until the next call
     */
    public View squeeze(View source, Automaton automaton, boolean toOne) {
        return squeeze(source, automaton, toOne, false);
    }

    /** The same of a text that goes on: the run at its end is taken for the beginning of a long one. */
    public View squeezeOpen(View source, Automaton automaton, boolean toOne) {
        return squeeze(source, automaton, toOne, true);
    }

    /** Whether the view made last keeps more than one character of some long run. */
    public boolean keptSeveral() {
        return keptSeveral;
    }

    private View squeeze(View source, Automaton automaton, boolean toOne, boolean open) {
        squeezed.length = 0;
        keptSeveral = false;
        state = Automaton.ROOT;
        followedTo = 0;
        int copied = 0;
        int index = 0;
        while (index < source.length) {
            int end = endOfRun(source, index);
            if (end - index >= LONG_RUN || (open && end == source.length)) {
                squeezed.append(source, copied, index + 1);
                int kept = toOne ? index + 1 : keepWhatGoesOn(source, index + 1, end, automaton);
                if (kept < end) {
                    squeezed.lastOrigins[squeezed.length - 1] = source.lastOrigins[end - 1];
                }
                copied = end;
            }
            index = end;
        }
        squeezed.append(source, copied, source.length);
        return squeezed;
    }

    private static int endOfRun(View source, int index) {
        char character = source.characters[index];
        int end = index + 1;
        while (end < source.length && source.characters[end] == character) {
            end++;
        }
        return end;
    }

    /** @return the index after the last character of the run that a pattern goes on with */
    private int keepWhatGoesOn(View source, int from, int end, Automaton automaton) {
        int index = from;
        while (index < end) {
            state = automaton.follow(state, squeezed.characters, followedTo, squeezed.length);
            followedTo = squeezed.length;
            int next = automaton.next(state, source.characters[index]);
            if (automaton.depth(next) != automaton.depth(state) + 1) {
                return index;
            }
            squeezed.append(source, index, index + 1);
            keptSeveral = true;
            index++;
        }
        return index;
    }
}
