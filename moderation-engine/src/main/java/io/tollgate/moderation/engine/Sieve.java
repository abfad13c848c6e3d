package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Automaton;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import io.tollgate.moderation.engine.text.ViewKind;
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
        View folded = text.folded();
        return switch (view.kind()) {
            case FOLDED ->
                view == folded ? mayHoldFolded(text, marked) : mayHold(text, folded, marked.ofFolded(), view);
            case LATINISED -> mayHold(text, folded, marked.ofFolded(), view, marked.ofLatinised());
            case LATINISED_ONE_AS_L -> mayHold(text, text.latinised(), marked.ofLatinised(), view);
            case SPELLED ->
                text.isDisguised()
                        ? mayHold(text, text.latinised(), marked.ofLatinised(), view)
                        : mayHold(text, folded, marked.ofFolded(), view);
            case MERGED, HAN -> mayHold(text, folded, marked.ofFolded(), view);
            case REVERSED ->
                marked.ofReversed().isComplete()
                        ? mayHoldBackwards(text, view, marked.ofReversed())
                        : mayHoldAnywhere(text, view);
            case JOINED, SOUND -> mayHoldAnywhere(text, view);
        };
    }

    private boolean mayHoldFolded(NormalisedText text, MarkedViews marked) {
        marked.clear();
        View original = marked.original();
        MarkedPlaces ofOriginal = marked.ofOriginal();
        return (original == null || ofOriginal == null)
                ? mayHoldAnywhere(text, text.folded(), marked)
                : mayHold(text, original, ofOriginal, text.folded(), marked.ofFolded());
    }

    /** Notes what stands in the folded view, forwards and backwards. */
    private boolean mayHoldAnywhere(NormalisedText text, View folded, MarkedViews marked) {
        char[] characters = folded.characters();
        int length = folded.length();
        int steps = STEPS_AT_LEAST + length;
        for (int i = anchors.next(characters, 0, length); i < length; i = anchors.next(characters, i + 1, length)) {
            long window = AnchorTable.window(characters, i);
            if (anchors.beginsWithOne(Anchors.reversedWindow(window))) {
                marked.ofReversed().add(i);
            }
            steps = note(i, text, folded, steps, marked.ofFolded());
            if (steps < 0) {
                return true;
            }
        }
        marked.ofFolded().complete();
        marked.ofReversed().complete();
        return !complete;
    }

    private boolean mayHold(NormalisedText text, View before, MarkedPlaces marked, View view) {
        return mayHold(text, before, marked, view, null);
    }

    private boolean mayHold(
            NormalisedText text, View before, MarkedPlaces marked, View view, @Nullable MarkedPlaces noted) {
        return marked.isComplete()
                ? mayHoldWhereItDiffers(text, before, marked, view, noted)
                : mayHoldAnywhere(text, view);
    }

    private boolean mayHoldAnywhere(NormalisedText text, View view) {
        int length = view.length();
        return lookAtAll(0, length, text, view, STEPS_AT_LEAST + length, null) < 0 || !complete;
    }

    /**
     * The same of a view that says the same in most places as one in which there was no term: what was no anchor there is none here.
     * Wherever a term might have become one, one of its anchors is looked at again.
     *
     * @param before that one
     * @param marked where it has anchors
     * @param noted where those of the view are noted
     */
    private boolean mayHoldWhereItDiffers(
            NormalisedText text, View before, MarkedPlaces marked, View view, @Nullable MarkedPlaces noted) {
        int length = view.length();
        int steps = STEPS_AT_LEAST + length;
        int lookedAt = 0;
        int next = 0;
        int index = 0;
        int indexBefore = 0;
        while (index < length && indexBefore < before.length() && steps >= 0) {
            int same = view.sameAs(before, index, indexBefore);
            if (same >= Anchors.LONGEST) {
                // An anchor that ends sooner has characters before those that are the same.
                int whole = Anchors.LONGEST - 1;
                steps = lookAtAll(lookedAt, index + whole, text, view, steps, noted);
                for (; next < marked.count() && marked.place(next) < indexBefore + same && steps >= 0; next++) {
                    if (marked.place(next) >= indexBefore + whole) {
                        steps = note(marked.place(next) - indexBefore + index, text, view, steps, noted);
                    }
                }
                lookedAt = index + same;
            }
            int place = index + same < length ? view.originOf(index + same) : Integer.MAX_VALUE;
            int placeBefore = indexBefore + same < before.length() ? before.originOf(indexBefore + same) : place;
            index += place <= placeBefore ? same + 1 : same;
            indexBefore += placeBefore <= place ? same + 1 : same;
        }
        steps = lookAtAll(lookedAt, length, text, view, steps, noted);
        if (noted != null && steps >= 0) {
            noted.complete();
        }
        return steps < 0 || !complete;
    }

    private int lookAtAll(
            int from, int until, NormalisedText text, View view, int steps, @Nullable MarkedPlaces noted) {
        char[] characters = view.characters();
        int remaining = steps;
        for (int i = anchors.next(characters, from, until);
                i < until && remaining >= 0;
                i = anchors.next(characters, i + 1, until)) {
            remaining = note(i, text, view, remaining, noted);
        }
        return remaining;
    }

    private int note(int place, NormalisedText text, View view, int steps, @Nullable MarkedPlaces noted) {
        if (noted != null && anchors.endsWithOne(AnchorTable.window(view.characters(), place))) {
            noted.add(place);
        }
        return lookAt(place, text, view, steps);
    }

    /** The same of the view that is the folded one read from its end. */
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

    /** Compares what has the anchors that end at an index. */
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
