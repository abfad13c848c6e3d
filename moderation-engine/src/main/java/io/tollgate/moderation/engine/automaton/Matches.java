package io.tollgate.moderation.engine.automaton;

import java.util.Arrays;

/** What was found in a text; by an automaton, in the order in which the matches end. Reused from text to text. */
public final class Matches {

    private static final int INITIAL_CAPACITY = 64;

    private int[] patterns = new int[INITIAL_CAPACITY];
    private int[] ends = new int[INITIAL_CAPACITY];
    private int count;
    private int state;

    public void clear() {
        count = 0;
        state = Automaton.ROOT;
    }

    public int count() {
        return count;
    }

    /** The pattern of a match, as the number under which it was given to the builder. */
    public int pattern(int match) {
        return patterns[match];
    }

    /** The index after the last character of a match. */
    public int end(int match) {
        return ends[match];
    }

    /** How many matches fit before it grows: what this instance costs when it is kept. */
    public int capacity() {
        return patterns.length;
    }

    /** The automaton's state at the end of the text. */
    public int state() {
        return state;
    }

    void state(int last) {
        state = last;
    }

    /** Adds a match; they are told in the order in which they are added. */
    public void add(int pattern, int end) {
        if (count == patterns.length) {
            patterns = Arrays.copyOf(patterns, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        patterns[count] = pattern;
        ends[count] = end;
        count++;
    }
}
