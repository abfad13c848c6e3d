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

    private static final int STEPS_AT_LEAST = 512;
    private static final int FOUND = -1;

    private final Automaton automaton;
    private final List<List<Term>> completed;
    /** The heads of terms, read from their end, and under which number the terms know each. */
    private final Automaton backwards;

    private final int[] heads;
    private final boolean complete;
    private final AnchorTable anchors;

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
        Anchors chosen = new Anchors(patterns, completed);
        complete = chosen.isComplete();
        anchors = new AnchorTable(chosen);
    }

    /**
     * Whether a term may count in a view, for which the automaton has to be asked; if not, none does. Of a text the folded view is
     * to be asked about first, and the latinised ones one after the other.
     *
     * @param marked what is known of the views that were asked about before
     */
    boolean mayHold(NormalisedText text, View view, MarkedViews marked) {
        return switch (view.kind()) {
            case FOLDED -> {
                if (view != text.folded()) {
                    yield mayHoldAnywhere(text, view, null);
                }
                marked.clear();
                yield mayHoldAnywhere(text, view, marked.ofFolded());
            }
            case LATINISED ->
                marked.ofFolded().isComplete()
                        ? mayHoldWhereItDiffers(text, text.folded(), marked.ofFolded(), view, marked.ofLatinised())
                        : mayHoldAnywhere(text, view, null);
            case LATINISED_ONE_AS_L ->
                marked.ofLatinised().isComplete()
                        ? mayHoldWhereItDiffers(text, text.latinised(), marked.ofLatinised(), view, null)
                        : mayHoldAnywhere(text, view, null);
            case REVERSED ->
                marked.ofFolded().isComplete()
                        ? mayHoldBackwards(text, view, marked.ofFolded())
                        : mayHoldAnywhere(text, view, null);
            case JOINED, SPELLED, MERGED, HAN, SOUND -> mayHoldAnywhere(text, view, null);
        };
    }

    private boolean mayHoldAnywhere(NormalisedText text, View view, @Nullable MarkedPlaces marked) {
        char[] characters = view.characters();
        int length = view.length();
        int steps = STEPS_AT_LEAST + length;
        for (int i = anchors.next(characters, 0, length); i < length; i = anchors.next(characters, i + 1, length)) {
            if (marked != null) {
                marked.add(i);
            }
            steps = lookAt(i, text, view, steps);
            if (steps < 0) {
                return true;
            }
        }
        if (marked != null) {
            marked.complete();
        }
        return !complete;
    }

    /**
     * The same of a view that has another character here and there, and as many as one in which there was no term.
     *
     * @param before that one
     * @param marked its marks
     * @param noted where those of the view are noted
     */
    private boolean mayHoldWhereItDiffers(
            NormalisedText text, View before, MarkedPlaces marked, View view, @Nullable MarkedPlaces noted) {
        char[] known = before.characters();
        char[] characters = view.characters();
        int length = view.length();
        int steps = STEPS_AT_LEAST + length;
        int lookedAt = 0;
        int next = 0;
        while (lookedAt < length) {
            int mismatch = Arrays.mismatch(known, lookedAt, length, characters, lookedAt, length);
            int different = mismatch < 0 ? length : lookedAt + mismatch;
            for (; next < marked.count() && marked.place(next) < different; next++) {
                if (marked.place(next) >= lookedAt) {
                    steps = note(marked.place(next), text, view, steps, noted);
                }
            }
            int until = different;
            for (int i = different; i < length && i < until + Anchors.LONGEST - 1; i++) {
                until = known[i] == characters[i] ? until : i + 1;
            }
            until = Math.min(length, until + Anchors.LONGEST - 1);
            for (int i = anchors.next(characters, different, until);
                    i < until && steps >= 0;
                    i = anchors.next(characters, i + 1, until)) {
                steps = note(i, text, view, steps, noted);
            }
            if (steps < 0) {
                return true;
            }
            lookedAt = until;
        }
        if (noted != null) {
            noted.complete();
        }
        return !complete;
    }

    private int note(int place, NormalisedText text, View view, int steps, @Nullable MarkedPlaces noted) {
        if (noted != null) {
            noted.add(place);
        }
        return steps < 0 ? steps : lookAt(place, text, view, steps);
    }

    /** The same of the view that is the folded one read from its end, whose marks are those of both. */
    private boolean mayHoldBackwards(NormalisedText text, View view, MarkedPlaces marked) {
        char[] folded = text.folded().characters();
        int steps = STEPS_AT_LEAST + Anchors.LONGEST * view.length();
        for (int number = 0; number < marked.count() && steps >= 0; number++) {
            int place = marked.place(number);
            long window = Anchors.reversedWindow(AnchorTable.window(folded, place));
            int start = view.length() - 1 - place;
            for (int length = Anchors.LONGEST; length >= Anchors.SHORTEST && steps >= 0; length--) {
                steps = compare(Anchors.first(length, window), start, text, view, steps);
            }
        }
        return steps < 0 || !complete;
    }

    /** Compares what has marks among the anchors that end at an index. */
    private int lookAt(int last, NormalisedText text, View view, int steps) {
        long window = AnchorTable.window(view.characters(), last);
        int remaining = anchors.mayBeFour(window) ? compare(window, last - 3, text, view, steps) : steps;
        if (anchors.mayBeShort(window)) {
            long three = window << Character.SIZE;
            remaining = compare(three, last - 2, text, view, remaining);
            remaining = compare(three << Character.SIZE, last - 1, text, view, remaining);
        }
        return remaining;
    }

    /** @return how many steps are left; a negative number if there were too few, or a term was found */
    private int compare(long key, int anchorStart, NormalisedText text, View view, int steps) {
        int place = anchors.place(key);
        // In joined characters small words count as boundaries too.
        long unbounded = view.kind() == ViewKind.JOINED ? -1 : anchors.anywhere(place);
        int remaining = steps - 1;
        for (long left = anchors.offsets(place); left != 0 && remaining >= 0; left &= left - 1) {
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
