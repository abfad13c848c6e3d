package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.util.ArrayList;
import java.util.List;

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
        findings = collect(findings, text, text.folded(), matches, PLAIN);
        if (text.isDisguised()) {
            findings = collect(findings, text, text.latinised(), matches, DISGUISED);
        }
        if (text.joined().length() > 0) {
            findings = collect(findings, text, text.joined(), matches, SPACED);
        }
        return findings;
    }

    private List<TermFinding> collect(
            List<TermFinding> before, NormalisedText text, View view, Matches matches, double weight) {
        lexicon.scan(view.characters(), view.length(), matches);
        List<TermFinding> findings = before;
        for (int match = 0; match < matches.count(); match++) {
            List<Term> terms = lexicon.completedBy(matches, match);
            for (int i = 0; i < terms.size(); i++) {
                Term term = terms.get(i);
                int end = matches.end(match);
                int start = lexicon.startOfTerm(term, matches, match);
                if (start >= 0
                        && counts(term.entry(), start, end, text, view)
                        && !lexicon.isExcused(term, start, matches, match, view)) {
                    if (findings.isEmpty()) {
                        findings = new ArrayList<>();
                    }
                    findings.add(new TermFinding(
                            term.entry(),
                            weight,
                            text.graphemeStart(view.originOf(start)),
                            text.graphemeEnd(view.originOf(end - 1))));
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
