package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the lexicon's terms in every view of a text, and weighs them by how plainly they are written. */
final class LexiconDetector {

    private static final double PLAIN = 1.0;
    /** A word in disguise weighs less, so that it may be flagged but needs company to count as grave. */
    private static final double DISGUISED = 0.9;

    private static final double SPACED = 0.85;
    /** Short words in disguise are mostly model numbers, units and hashes. */
    private static final int MIN_DISGUISED_LENGTH = 4;

    private final Lexicon lexicon;

    LexiconDetector(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** The terms in a text that count, in no order; linear in the text. */
    List<TermFinding> find(NormalisedText text, Matches matches) {
        List<TermFinding> findings = List.of();
        findings = collect(findings, null, text, text.folded(), matches, PLAIN);
        if (text.isDisguised()) {
            findings = collect(findings, null, text, text.latinised(), matches, DISGUISED);
        }
        if (text.joined().length() > 0) {
            findings = collect(findings, null, text, text.joined(), matches, SPACED);
        }
        return findings;
    }

    int longestContextBefore() {
        return lexicon.longestContextBefore();
    }

    /** The terms in a text that goes on, and from where on what follows may still change them. */
    OpenText findInOpenText(NormalisedText text, Matches matches) {
        text.readOpenEnd();
        List<TermFinding> excused = new ArrayList<>(0);
        List<TermFinding> findings = collect(List.of(), excused, text, text.folded(), matches, PLAIN);
        int open = openFrom(text, text.folded(), matches);
        if (text.isDisguised()) {
            findings = collect(findings, excused, text, text.latinised(), matches, DISGUISED);
            open = Math.min(open, openFrom(text, text.latinised(), matches));
        }
        if (text.joined().length() > 0) {
            findings = collect(findings, excused, text, text.joined(), matches, SPACED);
        }
        if (text.undecided().length() > 0) {
            open = Math.min(open, openFromUndecided(text, matches));
        }
        if (text.openRun().length() > 0) {
            open = Math.min(open, openFromRun(text, matches));
        }
        return new OpenText(findings, excused, open);
    }

    /** The offset from which on a scanned view may still become part of a term. */
    private int openFrom(NormalisedText text, View view, Matches matches) {
        int index = lexicon.openFrom(matches, view.length());
        return index == view.length() ? text.length() : text.graphemeStart(view.originOf(index));
    }

    /** The last word, should it prove to be disguised: what matches in it, and what it may be the beginning of. */
    private int openFromUndecided(NormalisedText text, Matches matches) {
        View view = text.undecided();
        lexicon.scan(view.characters(), view.length(), matches);
        int open = openFrom(text, view, matches);
        for (int match = matches.count() - 1; match >= 0 && matches.end(match) > text.startOfLastWord(); match--) {
            open = Math.min(open, text.graphemeStart(view.originOf(lexicon.start(matches, match))));
        }
        return open;
    }

    /**
     * The last run of single characters. Whether its last character belongs to it is not known before the next one, and whether a
     * term ends in it may hang on two more.
     */
    private int openFromRun(NormalisedText text, Matches matches) {
        View run = text.openRun();
        int open = text.length();
        for (int length = run.length(); length > 0 && length >= run.length() - 1; length--) {
            lexicon.scan(run.characters(), length, matches);
            int index = lexicon.openFrom(matches, length);
            for (int match = 0; match < matches.count(); match++) {
                if (matches.end(match) >= length - 2) {
                    index = Math.min(index, lexicon.start(matches, match));
                }
            }
            if (index < length) {
                open = Math.min(open, text.graphemeStart(run.originOf(index)));
            }
        }
        return open;
    }

    private List<TermFinding> collect(
            List<TermFinding> before,
            @Nullable List<TermFinding> excused,
            NormalisedText text,
            View view,
            Matches matches,
            double weight) {
        lexicon.scan(view.characters(), view.length(), matches);
        List<TermFinding> findings = before;
        for (int match = 0; match < matches.count(); match++) {
            List<Term> terms = lexicon.completedBy(matches, match);
            for (int i = 0; i < terms.size(); i++) {
                Term term = terms.get(i);
                int end = matches.end(match);
                int start = lexicon.startOfTerm(term, matches, match);
                if (start >= 0 && counts(term.entry(), start, end, text, view)) {
                    boolean counts = !lexicon.isExcused(term, start, matches, match, view);
                    if (counts && findings.isEmpty()) {
                        findings = new ArrayList<>();
                    }
                    List<TermFinding> target = counts ? findings : excused;
                    if (target != null) {
                        target.add(new TermFinding(
                                term.entry(),
                                weight,
                                text.graphemeStart(view.originOf(start)),
                                text.graphemeEnd(view.originOf(end - 1))));
                    }
                }
            }
        }
        return findings;
    }

    private static boolean counts(LexiconEntry entry, int start, int end, NormalisedText text, View view) {
        if (view == text.latinised()) {
            return end - start >= MIN_DISGUISED_LENGTH
                    && differs(text.folded(), view, start, end)
                    && isBounded(entry, view, start, end);
        }
        if (view == text.joined()) {
            boolean longEnough = !entry.wholeWord() || end - start >= MIN_DISGUISED_LENGTH;
            return longEnough && (isBounded(entry, view, start, end) || isBoundedBySmallWords(view, start, end));
        }
        return isBounded(entry, view, start, end);
    }

    private static boolean isBounded(LexiconEntry entry, View view, int start, int end) {
        return !entry.wholeWord() || (view.isWordBoundary(start) && view.isWordBoundary(end));
    }

    /** In "a f u c k u" the words of one letter are joined with the rest. */
    private static boolean isBoundedBySmallWords(View view, int start, int end) {
        char[] characters = view.characters();
        boolean startsWithWord = start >= 2
                && (characters[start - 1] == 'a' || characters[start - 1] == 'i')
                && view.isWordBoundary(start - 1);
        boolean endsWithWord = end < view.length() && characters[end] == 'u' && view.isWordBoundary(end + 1);
        return (view.isWordBoundary(start) || startsWithWord) && (view.isWordBoundary(end) || endsWithWord);
    }

    private static boolean differs(View folded, View latinised, int start, int end) {
        for (int i = start; i < end; i++) {
            if (folded.characters()[i] != latinised.characters()[i]) {
                return true;
            }
        }
        return false;
    }
}
