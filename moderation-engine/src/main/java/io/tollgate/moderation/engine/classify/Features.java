package io.tollgate.moderation.engine.classify;

import io.tollgate.moderation.engine.text.View;
import java.util.Arrays;

/**
 * The distinct n-grams of a stretch of text, each as the number of its bucket: words and pairs of words, sequences of three to five
 * characters within a word, and sequences of one to four ideographs. Digits are all alike. A feature counts once however often it
 * stands in the text, so that repetition neither adds to a score nor waters it down.
 *
 * <p>A scratch pad: it belongs to one thread at a time, and allocates nothing once its buffer is large enough.
 */
public final class Features {

    /** Features are counted in {@code 2^BITS} buckets. */
    public static final int BITS = 18;

    private static final int BUCKETS = 1 << BITS;
    private static final int INITIAL_CAPACITY = 4096;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 5;
    private static final int LONGEST_IDEOGRAPHIC = 4;
    private static final int START = 1;

    private static final int CHARACTERS = 0x3779_0000;
    private static final int IDEOGRAPHS = 0x1779_0000;
    private static final int PAIRS = 0x7F4A_7C15;

    private final long[] seen = new long[BUCKETS / Long.SIZE];
    private int[] buckets = new int[INITIAL_CAPACITY];
    private int count;
    private int ideographs;

    /** Replaces what this holds by the features of the view's characters from one index to another. */
    public void read(View view, int from, int to) {
        clear();
        char[] characters = view.characters();
        int previous = START;
        int index = from;
        while (index < to) {
            switch (Glyph.of(characters[index])) {
                case Glyph.LETTER, Glyph.DIGIT -> {
                    int end = endOfWord(characters, index, to);
                    int word = word(characters, index, end);
                    addWord(previous, word);
                    addParts(characters, index, end);
                    previous = word;
                    index = end;
                }
                case Glyph.IDEOGRAPH -> {
                    addIdeographs(characters, index, to);
                    index++;
                }
                case Glyph.SURROGATE -> {
                    int end = Math.min(index + 2, to);
                    int word = word(characters, index, end);
                    addWord(previous, word);
                    previous = word;
                    index = end;
                }
                case Glyph.STOP -> {
                    previous = characters[index];
                    index++;
                }
                default -> index++;
            }
        }
    }

    public int count() {
        return count;
    }

    /** The bucket of one of the {@link #count()} features, 0 to {@code 2^BITS - 1}; no bucket comes twice. */
    public int bucket(int feature) {
        return buckets[feature];
    }

    /** How many ideographs the stretch has, repeated ones counted. */
    public int ideographs() {
        return ideographs;
    }

    private void clear() {
        for (int i = 0; i < count; i++) {
            seen[buckets[i] >>> 6] = 0;
        }
        count = 0;
        ideographs = 0;
    }

    private static int endOfWord(char[] characters, int start, int to) {
        int end = start + 1;
        while (end < to) {
            byte kind = Glyph.of(characters[end]);
            boolean elision = kind == Glyph.APOSTROPHE && end + 1 < to && Glyph.of(characters[end + 1]) == Glyph.LETTER;
            if (kind != Glyph.LETTER && kind != Glyph.DIGIT && !elision) {
                return end;
            }
            end++;
        }
        return end;
    }

    private static int word(char[] characters, int start, int end) {
        int hash = 17;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + alike(characters[i]);
        }
        return hash;
    }

    private void addWord(int previous, int word) {
        add(word);
        add(previous * 0x9E37_79B1 + word + PAIRS);
    }

    /** The sequences within a word, whose two ends count as a character each. */
    private void addParts(char[] characters, int start, int end) {
        for (int first = start - 1; first < end; first++) {
            int hash = CHARACTERS;
            int last = Math.min(first + LONGEST - 1, end);
            for (int i = first; i <= last; i++) {
                char character = i < start || i == end ? ' ' : alike(characters[i]);
                hash = hash * 0x0100_0193 ^ character;
                if (i - first + 1 >= SHORTEST) {
                    add(hash + i - first);
                }
            }
        }
    }

    private void addIdeographs(char[] characters, int start, int to) {
        ideographs++;
        int hash = IDEOGRAPHS;
        int end = Math.min(start + LONGEST_IDEOGRAPHIC, to);
        for (int i = start; i < end && Glyph.of(characters[i]) == Glyph.IDEOGRAPH; i++) {
            hash = hash * 0x0100_0193 ^ characters[i];
            add(hash + i - start);
        }
    }

    private static char alike(char character) {
        return Glyph.of(character) == Glyph.DIGIT ? '0' : character;
    }

    private void add(int hash) {
        int bucket = bucketOf(hash);
        long bit = 1L << bucket;
        if ((seen[bucket >>> 6] & bit) != 0) {
            return;
        }
        seen[bucket >>> 6] |= bit;
        if (count == buckets.length) {
            buckets = Arrays.copyOf(buckets, count * 2);
        }
        buckets[count++] = bucket;
    }

    private static int bucketOf(int hash) {
        int mixed = hash;
        mixed ^= mixed >>> 16;
        mixed *= 0x7FEB_352D;
        mixed ^= mixed >>> 15;
        mixed *= 0x846C_A68B;
        return mixed >>> (Integer.SIZE - BITS);
    }
}
