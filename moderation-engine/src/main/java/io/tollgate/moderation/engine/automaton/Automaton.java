package io.tollgate.moderation.engine.automaton;

import java.util.Arrays;
import java.util.List;

/**
 * An Aho-Corasick automaton over a double array. A character costs one code lookup and, amortised, less than two transitions,
 * whatever the number of patterns; the time is linear in the text plus the number of matches. Immutable and thread-safe.
 */
public final class Automaton {

    /** Where a text begins, and where whatever can begin no match leads. */
    public static final int ROOT = 0;

    /** No state, or no pattern. */
    public static final int NONE = -1;

    static final int NO_OUTPUT = -1;

    /** Ints per state in {@link #cells}: a transition then touches one cache line. */
    static final int CELL = 4;

    static final int BASE = 0;
    static final int CHECK = 1;
    static final int FAIL = 2;
    static final int OUTPUT = 3;

    private final char[] codes;
    private final int[] cells;
    /** Lists of patterns, each closed by {@link #NO_OUTPUT}; a state's list has those of its suffixes too, longest first. */
    private final int[] outputs;
    /** By state: how many characters of the text led to it. */
    private final int[] depths;
    /** By pattern. */
    private final int[] lengths;

    private final int longest;

    Automaton(char[] codes, int[] cells, int[] outputs, int[] depths, int[] lengths) {
        this.codes = codes;
        this.cells = cells;
        this.outputs = outputs;
        this.depths = depths;
        this.lengths = lengths;
        longest = Arrays.stream(lengths).max().orElse(0);
    }

    /**
     * @param patterns each is known by its index; equal ones are all reported
     * @throws IllegalArgumentException if one is empty
     */
    public static Automaton of(List<String> patterns) {
        return new AutomatonBuilder(patterns).build();
    }

    /** Adds every occurrence of every pattern within the first {@code length} characters to the matches. */
    public void scan(char[] text, int length, Matches matches) {
        int state = ROOT;
        for (int i = 0; i < length; i++) {
            state = next(state, text[i]);
            int output = cells[state * CELL + OUTPUT];
            if (output != NO_OUTPUT) {
                report(output, i + 1, matches);
            }
        }
        matches.state(state);
    }

    /**
     * The state after one more character: for texts that arrive bit by bit.
     *
     * @param state {@link #ROOT}, or what this method returned for the character before
     */
    public int next(int state, char character) {
        int code = codes[character];
        if (code == 0) {
            return ROOT;
        }
        int from = state;
        int next = cells[from * CELL + BASE] + code;
        while (cells[next * CELL + CHECK] != from) {
            if (from == ROOT) {
                return ROOT;
            }
            from = cells[from * CELL + FAIL];
            next = cells[from * CELL + BASE] + code;
        }
        return next;
    }

    /**
     * The state after more characters of a text. Those that lie further back than any pattern is long are not read.
     *
     * @param state what the characters before {@code from} led to
     */
    public int follow(int state, char[] text, int from, int to) {
        boolean far = to - from > longest;
        int current = far ? ROOT : state;
        for (int i = far ? to - longest : from; i < to; i++) {
            current = next(current, text[i]);
        }
        return current;
    }

    /**
     * The state after one more character of a pattern that began at {@link #ROOT}.
     *
     * @return {@link #NONE} if no pattern goes on so: nothing that began later is looked for
     */
    public int child(int state, char character) {
        int code = codes[character];
        int next = cells[state * CELL + BASE] + code;
        return code != 0 && cells[next * CELL + CHECK] == state ? next : NONE;
    }

    /** The pattern that the characters from {@link #ROOT} to a state spell, of equal ones the first; {@link #NONE} if they are none. */
    public int patternAt(int state) {
        int output = cells[state * CELL + OUTPUT];
        return output != NO_OUTPUT && lengths[outputs[output]] == depths[state] ? outputs[output] : NONE;
    }

    /** How many characters a pattern has. */
    public int lengthOf(int pattern) {
        return lengths[pattern];
    }

    /** The patterns that end at one and the same place, of those lists the longest: what a character may cost in matches. */
    public int[] mostAtOnce() {
        int longestStart = 0;
        int longestEnd = 0;
        int start = 0;
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i] == NO_OUTPUT) {
                if (i - start > longestEnd - longestStart) {
                    longestStart = start;
                    longestEnd = i;
                }
                start = i + 1;
            }
        }
        return Arrays.copyOfRange(outputs, longestStart, longestEnd);
    }

    /** How many of the last characters may still become part of a match; everything before them no longer can. */
    public int depth(int state) {
        return depths[state];
    }

    /** The state that the longest end of what led to this one leads to, without its first character. */
    public int suffix(int state) {
        return cells[state * CELL + FAIL];
    }

    /** Every state is below this. */
    public int states() {
        return depths.length;
    }

    /** Adds the matches that end with the character that led to a state. */
    public void reportAt(int state, int end, Matches matches) {
        int output = cells[state * CELL + OUTPUT];
        if (output != NO_OUTPUT) {
            report(output, end, matches);
        }
    }

    private void report(int output, int end, Matches matches) {
        for (int i = output; outputs[i] != NO_OUTPUT; i++) {
            matches.add(outputs[i], end);
        }
    }
}
