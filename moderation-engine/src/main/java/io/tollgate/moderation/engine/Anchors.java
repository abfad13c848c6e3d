package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses by which characters a {@link Sieve} notices each phrase: four in a row, the four that harmless texts have least, or a
 * shorter phrase with the end of what precedes it.
 */
final class Anchors {

    /** How many characters an anchor has at most. */
    static final int LONGEST = 4;
    /** How few it may have. */
    static final int SHORTEST = 2;

    /** An anchor that begins so many characters before its phrase has offset 0. */
    static final int BEFORE = LONGEST - 1;

    /**
     * Where an anchor stands in phrases.
     *
     * @param offsets from the beginnings of phrases, as bits from {@link #BEFORE} before on
     * @param anywhere those of phrases that may begin within a word
     */
    record Places(long offsets, long anywhere) {

        Places with(Places other) {
            return new Places(offsets | other.offsets, anywhere | other.anywhere);
        }
    }

    private static final long EVERY_SECOND = 0x0000_FFFF_0000_FFFFL;
    private static final int MAX_OFFSET = Long.SIZE - BEFORE;
    private static final Map<Long, Integer> COUNTS = counts();

    /** In how many phrases four characters stand: those that many share make few anchors. */
    private final Map<Long, Integer> shared = new HashMap<>();

    private final Map<Long, Places> placesByKey = new HashMap<>();
    private boolean complete = true;

    /** @param completed by pattern: the terms of which an occurrence of the pattern is the end; none if it is no phrase */
    Anchors(List<String> patterns, List<List<Term>> completed) {
        for (int pattern = 0; pattern < completed.size(); pattern++) {
            String phrase = patterns.get(pattern);
            for (int start = 0;
                    start + LONGEST <= phrase.length()
                            && !completed.get(pattern).isEmpty();
                    start++) {
                shared.merge(key(phrase.substring(start, start + LONGEST)), 1, Integer::sum);
            }
        }
        for (int pattern = 0; pattern < completed.size(); pattern++) {
            if (!completed.get(pattern).isEmpty()) {
                add(patterns.get(pattern), completed.get(pattern));
            }
        }
    }

    private void add(String phrase, List<Term> terms) {
        boolean needsOwn = phrase.length() >= LONGEST;
        for (Term term : terms) {
            boolean alone = term.entry().heads().isEmpty();
            needsOwn |= alone;
            for (String head : phrase.length() < LONGEST ? term.entry().heads() : List.<String>of()) {
                String end = head.substring(Math.max(0, head.length() - LONGEST + phrase.length()));
                enter(end + phrase, -end.length(), !term.entry().wholeWord());
            }
        }
        if (needsOwn) {
            int offset = offsetOfRarest(phrase);
            boolean anywhere = terms.stream().anyMatch(term -> !term.entry().wholeWord());
            enter(phrase.substring(offset, Math.min(phrase.length(), offset + LONGEST)), offset, anywhere);
        }
    }

    Map<Long, Places> placesByKey() {
        return placesByKey;
    }

    /** Whether every phrase has one. */
    boolean isComplete() {
        return complete;
    }

    /** The characters as one number, the last one in the lowest bits, as many as there are. */
    static long key(CharSequence anchor) {
        long key = 0;
        for (int i = 0; i < anchor.length(); i++) {
            key = (key << Character.SIZE) | anchor.charAt(i);
        }
        return key << (Character.SIZE * (LONGEST - anchor.length()));
    }

    /** The anchor read from its end. */
    static long reversed(long key) {
        int missing = Long.numberOfTrailingZeros(key) / Character.SIZE;
        return reversedWindow(key) << (Character.SIZE * missing);
    }

    /** Four characters read from their end. */
    static long reversedWindow(long window) {
        long halves = window << Integer.SIZE | window >>> Integer.SIZE;
        return (halves & EVERY_SECOND) << Character.SIZE | ((halves >>> Character.SIZE) & EVERY_SECOND);
    }

    /** The first characters of four. */
    static long first(int count, long window) {
        return window & (-1L << (Character.SIZE * (LONGEST - count)));
    }

    private void enter(String anchor, int offset, boolean anywhere) {
        complete &= anchor.length() >= SHORTEST;
        long bit = 1L << (offset + BEFORE);
        placesByKey.merge(key(anchor), new Places(bit, anywhere ? bit : 0), Places::with);
    }

    private int offsetOfRarest(String phrase) {
        int rarest = 0;
        long fewest = Long.MAX_VALUE;
        for (int offset = 0; offset + LONGEST <= phrase.length() && offset < MAX_OFFSET; offset++) {
            long key = key(phrase.substring(offset, offset + LONGEST));
            long count = ((long) COUNTS.getOrDefault(key, 0) << Integer.SIZE) - shared.getOrDefault(key, 0);
            if (count < fewest) {
                fewest = count;
                rarest = offset;
            }
        }
        return rarest;
    }

    private static Map<Long, Integer> counts() {
        Map<Long, Integer> counts = new HashMap<>();
        for (String text : HarmlessTexts.all()) {
            for (int start = 0; start + LONGEST <= text.length(); start++) {
                counts.merge(key(text.substring(start, start + LONGEST)), 1, Integer::sum);
            }
        }
        return counts;
    }
}
