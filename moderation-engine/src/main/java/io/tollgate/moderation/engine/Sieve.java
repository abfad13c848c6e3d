package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Automaton;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import io.tollgate.moderation.engine.text.ViewKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells views that hold no term from those that may, several times faster than the automaton: that takes steps each of which waits
 * for the one before, while here a character costs a few look-ups that wait for nothing.
 *
 * <p>Every phrase that completes a term has {@link Anchors}. Where one stands in a view, the phrases that have it are compared with
 * what stands around it. Most views hold none, and need no automaton. The work is linear: where too much would have to be
 * compared, the view may hold a term. Immutable and thread-safe.
 */
final class Sieve {

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    /** So that few characters are taken for an anchor because their hash is that of one. */
    private static final int BITS_PER_ANCHOR = 64;

    private static final int MIN_BITS = 1 << 10;
    /** The marks stay in a processor's cache. */
    private static final int MAX_BITS = 1 << 18;

    private static final int SHORT_BITS = 1 << 14;
    private static final int SHORT_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SHORT_BITS);
    private static final int BITS_OF_INDEX = 6;
    private static final int STEPS_AT_LEAST = 512;
    private static final int FOUND = -1;

    private final Automaton automaton;
    private final List<List<Term>> completed;
    /** The heads of terms, read from their end, and under which number the terms know each. */
    private final Automaton backwards;

    private final int[] heads;
    private final boolean complete;
    /** A bit for each hash of an anchor of four characters. */
    private final long[] marks;
    /** The same of shorter ones. */
    private final long[] shortMarks = new long[SHORT_BITS / Long.SIZE];

    private final int shift;
    /** Anchors, and for each its offsets; open addressing, 0 is a free place. */
    private final long[] keys;

    private final long[] offsets;
    /** Which of the offsets are those of phrases that may begin within a word. */
    private final long[] anywhere;

    /**
     * @param isHead which of the patterns are heads of terms
     * @param completed by pattern: the terms of which an occurrence of the pattern is the end
     */
    Sieve(Automaton automaton, List<String> patterns, IntPredicate isHead, List<List<Term>> completed) {
        this.automaton = automaton;
        this.completed = completed;
        heads = IntStream.range(0, patterns.size()).filter(isHead).toArray();
        backwards = Automaton.of(IntStream.of(heads)
                .mapToObj(head -> Lexicon.reversed(patterns.get(head)))
                .toList());
        Anchors anchors = new Anchors(patterns, completed);
        complete = anchors.isComplete();
        int count = anchors.placesByKey().size();
        int bits = Math.clamp(Integer.highestOneBit(count * BITS_PER_ANCHOR + 1), MIN_BITS, MAX_BITS);
        marks = new long[bits / Long.SIZE];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(bits);
        keys = new long[Integer.highestOneBit(count + 1) * 4];
        offsets = new long[keys.length];
        anywhere = new long[keys.length];
        anchors.placesByKey().forEach(this::enter);
    }

    private void enter(long key, Anchors.Places places) {
        boolean isShort = (char) key == 0;
        int hash = (int) ((key * MIX) >>> (isShort ? SHORT_SHIFT : shift));
        (isShort ? shortMarks : marks)[hash >>> BITS_OF_INDEX] |= 1L << hash;
        int place = place(key);
        keys[place] = key;
        offsets[place] = places.offsets();
        anywhere[place] = places.anywhere();
    }

    /** Where a key is, or would be entered. */
    private int place(long key) {
        int place = (int) ((key * MIX) >>> Integer.SIZE) & keys.length - 1;
        while (keys[place] != key && keys[place] != 0) {
            place = place + 1 & keys.length - 1;
        }
        return place;
    }

    /**
     * Whether a term may count in a view, for which the automaton has to be asked; if not, none does. Of a text the folded view is
     * to be asked about first.
     *
     * @param marked what is known of the folded view, and noted when that is the one that is asked about
     */
    boolean mayHold(NormalisedText text, View view, MarkedPlaces marked) {
        return switch (view.kind()) {
            case LATINISED, LATINISED_ONE_AS_L ->
                marked.isComplete() ? mayHoldWhereItDiffers(text, view, marked) : mayHoldAnywhere(text, view, null);
            case FOLDED -> {
                if (view != text.folded()) {
                    yield mayHoldAnywhere(text, view, null);
                }
                marked.clear();
                yield mayHoldAnywhere(text, view, marked);
            }
            case JOINED, SPELLED, MERGED, REVERSED, HAN, SOUND -> mayHoldAnywhere(text, view, null);
        };
    }

    private boolean mayHoldAnywhere(NormalisedText text, View view, @Nullable MarkedPlaces marked) {
        char[] characters = view.characters();
        int length = view.length();
        // Copies of fields, which are read once more after every call.
        long[] fours = marks;
        long[] shorts = shortMarks;
        int shiftOfFours = shift;
        int steps = STEPS_AT_LEAST + length;
        long window = 0;
        for (int i = 0; i < length; i++) {
            window = window << Character.SIZE | characters[i];
            long three = window << Character.SIZE;
            long two = three << Character.SIZE;
            long isFour = mark(fours, window, shiftOfFours) & 1;
            long isShort = (mark(shorts, three, SHORT_SHIFT) | mark(shorts, two, SHORT_SHIFT)) & 1;
            if ((isFour | isShort) != 0) {
                if (marked != null) {
                    marked.add(i);
                }
                steps = isFour != 0 ? compare(window, i - 3, text, view, steps) : steps;
                steps = isShort != 0 ? compareShort(window, i, text, view, steps) : steps;
                if (steps < 0) {
                    return true;
                }
            }
        }
        if (marked != null) {
            marked.complete();
        }
        return !complete;
    }

    /** The same of a view that has another character here and there, and as many as the folded view. */
    private boolean mayHoldWhereItDiffers(NormalisedText text, View view, MarkedPlaces marked) {
        char[] characters = view.characters();
        char[] folded = text.folded().characters();
        int length = view.length();
        int steps = STEPS_AT_LEAST + length;
        int lookedAt = 0;
        int next = 0;
        int from = 0;
        while (steps >= 0) {
            int mismatch = Arrays.mismatch(folded, from, length, characters, from, length);
            int different = mismatch < 0 ? length : from + mismatch;
            for (; next < marked.count() && marked.place(next) < different && steps >= 0; next++) {
                if (marked.place(next) >= lookedAt) {
                    steps = lookAt(marked.place(next), text, view, steps);
                }
            }
            if (different == length) {
                break;
            }
            int until = Math.min(length, different + Anchors.LONGEST);
            for (int i = Math.max(different, lookedAt); i < until && steps >= 0; i++) {
                steps = lookAt(i, text, view, steps);
            }
            lookedAt = until;
            from = different + 1;
        }
        return steps < 0 || !complete;
    }

    /** Compares what has marks among the anchors that end at an index. */
    private int lookAt(int last, NormalisedText text, View view, int steps) {
        char[] characters = view.characters();
        long window = 0;
        for (int i = Math.max(0, last - Anchors.LONGEST + 1); i <= last; i++) {
            window = window << Character.SIZE | characters[i];
        }
        long three = window << Character.SIZE;
        boolean isFour = (mark(marks, window, shift) & 1) != 0;
        boolean isShort =
                ((mark(shortMarks, three, SHORT_SHIFT) | mark(shortMarks, three << Character.SIZE, SHORT_SHIFT)) & 1)
                        != 0;
        int remaining = isFour ? compare(window, last - 3, text, view, steps) : steps;
        return isShort ? compareShort(window, last, text, view, remaining) : remaining;
    }

    private int compareShort(long window, int last, NormalisedText text, View view, int steps) {
        long three = window << Character.SIZE;
        int remaining = compare(three, last - 2, text, view, steps);
        return compare(three << Character.SIZE, last - 1, text, view, remaining);
    }

    /** In the lowest bit. */
    private static long mark(long[] of, long key, int shift) {
        int hash = (int) ((key * MIX) >>> shift);
        return of[hash >>> BITS_OF_INDEX] >>> hash;
    }

    /** @return how many steps are left; a negative number if there were too few, or a term was found */
    private int compare(long key, int anchorStart, NormalisedText text, View view, int steps) {
        int place = place(key);
        // In joined characters small words count as boundaries too.
        long unbounded = view.kind() == ViewKind.JOINED ? -1 : anywhere[place];
        int remaining = steps - 1;
        for (long left = offsets[place]; left != 0 && remaining >= 0; left &= left - 1) {
            int bit = Long.numberOfTrailingZeros(left);
            int start = anchorStart + Anchors.BEFORE - bit;
            if (start >= 0 && ((unbounded >>> bit & 1) != 0 || view.isWordBoundary(start))) {
                remaining = follow(start, text, view, remaining);
            }
        }
        return remaining;
    }

    /** Reads the phrases that begin at an index. */
    private int follow(int start, NormalisedText text, View view, int steps) {
        int state = Automaton.ROOT;
        int remaining = steps;
        for (int end = start; end < view.length() && remaining >= 0; end++) {
            state = automaton.child(state, view.characters()[end]);
            if (state == Automaton.NONE) {
                break;
            }
            int pattern = automaton.patternAt(state);
            remaining--;
            if (pattern != Automaton.NONE) {
                remaining = weigh(completed.get(pattern), start, end + 1, text, view, remaining);
            }
        }
        return remaining;
    }

    private int weigh(List<Term> terms, int start, int end, NormalisedText text, View view, int steps) {
        int remaining = steps;
        for (int i = 0; i < terms.size() && remaining >= 0; i++) {
            Term term = terms.get(i);
            boolean read = term.entry().views().contains(view.kind());
            if (read && term.entry().heads().isEmpty()) {
                remaining = Plausibility.of(term.entry(), text, view, start, end) ? FOUND : remaining - 1;
            } else if (read) {
                remaining = weighHeaded(term, start, end, text, view, remaining);
            }
        }
        return remaining;
    }

    /** The same of a term that needs one of its heads: they are read backwards from where the phrase begins. */
    private int weighHeaded(Term term, int phraseStart, int end, NormalisedText text, View view, int steps) {
        int state = Automaton.ROOT;
        int remaining = steps;
        for (int start = phraseStart - 1; start >= 0 && remaining >= 0; start--) {
            state = backwards.child(state, view.characters()[start]);
            if (state == Automaton.NONE) {
                break;
            }
            int pattern = backwards.patternAt(state);
            boolean headed = pattern != Automaton.NONE
                    && term.heads().has(heads[pattern])
                    && Plausibility.of(term.entry(), text, view, start, end);
            remaining = headed ? FOUND : remaining - 1;
        }
        return remaining;
    }
}
