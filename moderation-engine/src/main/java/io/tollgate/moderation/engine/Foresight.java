package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.automaton.Automaton;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** By state of an automaton: what terms have a pattern that begins like this. Immutable and thread-safe. */
final class Foresight {

    private final Automaton automaton;
    /** As bits of a {@link SubjectSet}. */
    private final int[] subjects;

    /** @param subjectsOf by pattern: what the terms speak for that have it, as bits of a {@link SubjectSet} */
    Foresight(Automaton automaton, List<String> patterns, IntUnaryOperator subjectsOf) {
        this.automaton = automaton;
        this.subjects = new int[automaton.states()];
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            String text = patterns.get(pattern);
            int state = Automaton.ROOT;
            for (int i = 0; i < text.length(); i++) {
                state = automaton.child(state, text.charAt(i));
                subjects[state] |= subjectsOf.applyAsInt(pattern);
            }
        }
    }

    /**
     * How many of the last characters of a text may still become part of a pattern of a term that speaks for one of these subjects,
     * or are the whole of one.
     *
     * @param state what the text led to
     */
    int begun(int state, SubjectSet of) {
        int begun = state;
        while (begun != Automaton.ROOT && !of.hasAny(subjects[begun])) {
            begun = automaton.suffix(begun);
        }
        return automaton.depth(begun);
    }
}
