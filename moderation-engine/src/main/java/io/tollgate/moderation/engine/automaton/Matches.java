package io.tollgate.moderation.engine.automaton;

import java.util.Arrays;

/** What was found in a text; by an automaton, in the order in which the matches end. Reused from text to text. */
public final class Matches {

    private static final int INITIAL_CAPACITY = 64;

    private int[] patterns = new int[INITIAL_CAPACITY];
    private int[] ends = new int[INITIAL_CAPACITY];
    private int count;
    private int begun;

    public void clear() {
        count = 0;
        begun = 0;
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

    /**
     * How many of the last characters of the text are the beginning of a pattern, or the whole of one: of what stands before
     * them nothing can become part of a match any more, whatever follows.
     */
    public int begun() {
        return begun;
    }

    void begun(int characters) {
        begun = characters;
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
