package io.tollgate.moderation.engine.sensitive;

import io.tollgate.moderation.engine.automaton.Automaton;
import io.tollgate.moderation.engine.automaton.Matches;
import java.util.List;

/**
 * Finds words by their first three characters, or two where a word has no more: hardly any place in a text has such a beginning,
 * and only there the rest is read. Immutable and thread-safe.
 */
final class TellingWords {

    private static final int PAIR = 2;
    private static final long LAST_TWO = 0xFFFF_FFFFL;
    private static final long LAST_THREE = 0xFFFF_FFFF_FFFFL;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final int BITS = 1 << 13;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(BITS);

    private final Automaton automaton;
    private final long[] beginnings = new long[BITS / Long.SIZE];

    /** @param words each of two characters or more; known by its index */
    TellingWords(List<String> words) {
        if (words.stream().distinct().count() < words.size()) {
            throw new IllegalArgumentException("a telling word is there twice");
        }
        automaton = Automaton.of(words);
        for (String word : words) {
            if (word.length() < PAIR) {
                throw new IllegalArgumentException("a telling word needs two characters");
            }
            int hash = hash(key(word.substring(0, Math.min(PAIR + 1, word.length()))));
            beginnings[hash >>> 6] |= 1L << hash;
        }
    }

    int lengthOf(int word) {
        return automaton.lengthOf(word);
    }

    /** Every occurrence of every word, in the order in which they begin. */
    void find(char[] text, int length, Matches matches) {
        matches.clear();
        long[] marks = beginnings;
        long window = 0;
        for (int i = 0; i < length; i++) {
            window = (window << Character.SIZE | text[i]) & LAST_THREE;
            int three = hash(window);
            int two = hash(window & LAST_TWO);
            if (((marks[three >>> 6] >>> three | marks[two >>> 6] >>> two) & 1) != 0) {
                follow(text, length, i - PAIR, false, matches);
                follow(text, length, i - 1, true, matches);
            }
        }
    }

    /** @param pairs whether words of two characters are looked for; else longer ones */
    private void follow(char[] text, int length, int start, boolean pairs, Matches matches) {
        int state = start < 0 ? Automaton.NONE : Automaton.ROOT;
        for (int end = start; state != Automaton.NONE && end < length; end++) {
            state = automaton.child(state, text[end]);
            int word = state == Automaton.NONE ? Automaton.NONE : automaton.patternAt(state);
            if (word != Automaton.NONE && pairs == (end + 1 - start == PAIR)) {
                matches.add(word, end + 1);
            }
        }
    }

    private static long key(String beginning) {
        long key = 0;
        for (int i = 0; i < beginning.length(); i++) {
            key = key << Character.SIZE | beginning.charAt(i);
        }
        return key;
    }

    private static int hash(long key) {
        return (int) ((key * MIX) >>> SHIFT);
    }
}
