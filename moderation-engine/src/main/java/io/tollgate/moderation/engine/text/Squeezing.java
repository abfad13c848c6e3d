package io.tollgate.moderation.engine.text;

import io.tollgate.moderation.engine.automaton.Automaton;

/**
 * Reads stretched words as the ones they stretch: {@code fuuuck}. Of a character that is written three times or more in a row, so
 * many are kept as some pattern goes on with, and at least one.
 */
public final class Squeezing {

    private static final int LONG_RUN = 3;

    private final View squeezed = new View(ViewKind.FOLDED);

    /**
     * Keeps one character of each long run, or as many as a pattern goes on with: neither finds all that the other finds.
     *
     * @return the view; it belongs to this instance, until the next call
     */
    public View squeeze(View source, Automaton automaton, boolean toOne) {
        return squeeze(source, automaton, toOne, false);
    }

    /** The same of a text that goes on: the run at its end is taken for the beginning of a long one. */
    public View squeezeOpen(View source, Automaton automaton) {
        return squeeze(source, automaton, false, true);
    }

    private View squeeze(View source, Automaton automaton, boolean toOne, boolean open) {
        squeezed.length = 0;
        int state = Automaton.ROOT;
        int stateAt = 0;
        int index = 0;
        while (index < source.length) {
            char character = source.characters[index];
            int end = index + 1;
            while (end < source.length && source.characters[end] == character) {
                end++;
            }
            boolean isLong = end - index >= LONG_RUN || (open && end == source.length);
            int kept = 0;
            for (int i = index; i < end; i++) {
                boolean keeps = !isLong || kept == 0;
                if (!keeps && !toOne) {
                    state = automaton.follow(state, squeezed.characters, stateAt, squeezed.length);
                    stateAt = squeezed.length;
                    keeps = automaton.depth(automaton.next(state, character)) == automaton.depth(state) + 1;
                }
                if (!keeps) {
                    squeezed.lastOrigins[squeezed.length - 1] = source.lastOrigins[end - 1];
                    break;
                }
                squeezed.add(character, source.origins[index + kept], source.lastOrigins[index + kept]);
                kept++;
            }
            index = end;
        }
        return squeezed;
    }
}
