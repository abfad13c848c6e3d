package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import io.tollgate.moderation.engine.text.ViewKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the lexicon's terms in every view of a text, and weighs them by how plainly they are written. */
final class LexiconDetector {

    private static final double PLAIN = 1.0;
    /** A word in disguise weighs less, so that it may be flagged but needs company to count as grave. */
    private static final double DISGUISED = 0.9;

    private static final double FAR_FETCHED = 0.85;

    private final Lexicon lexicon;
    private final Lexicon sounds;

    private LexiconDetector(Lexicon lexicon, Lexicon sounds) {
        this.lexicon = lexicon;
        this.sounds = sounds;
    }

    static LexiconDetector of(List<LexiconEntry> entries) {
        List<LexiconEntry> heard = entries.stream()
                .flatMap(entry -> SoundEntries.of(entry).stream())
                .toList();
        return new LexiconDetector(new Lexicon(entries), new Lexicon(heard));
    }

    /** The terms in a text that count, in no order; linear in the text. */
    List<TermFinding> find(Scratch scratch) {
        NormalisedText text = scratch.text();
        Matches matches = scratch.matches();
        List<TermFinding> findings = List.of();
        for (int number = 0; number < text.viewCount(); number++) {
            View view = text.view(number);
            double weight = weightOf(view.kind());
            findings = collect(findings, null, text, view, matches, weight);
        }
        if (text.isStretched()) {
            View squeezed = scratch.squeezing().squeeze(text.folded(), lexicon.automaton());
            findings = collect(findings, null, text, squeezed, matches, DISGUISED);
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
            findings = collect(findings, excused, text, text.joined(), matches, FAR_FETCHED);
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

    private static double weightOf(ViewKind kind) {
        return switch (kind) {
            case FOLDED -> PLAIN;
            case LATINISED, LATINISED_ONE_AS_L -> DISGUISED;
            case JOINED, MERGED, REVERSED, HAN, SOUND -> FAR_FETCHED;
        };
    }

    private List<TermFinding> collect(
            List<TermFinding> before,
            @Nullable List<TermFinding> excused,
            NormalisedText text,
            View view,
            Matches matches,
            double weight) {
        Lexicon read = view.kind() == ViewKind.SOUND ? sounds : lexicon;
        read.scan(view.characters(), view.length(), matches);
        List<TermFinding> findings = before;
        for (int match = 0; match < matches.count(); match++) {
            List<Term> terms = read.completedBy(matches, match);
            for (int i = 0; i < terms.size(); i++) {
                Term term = terms.get(i);
                int end = matches.end(match);
                int start = read.startOfTerm(term, matches, match);
                if (start >= 0
                        && term.entry().views().contains(view.kind())
                        && Plausibility.of(term.entry(), text, view, start, end)) {
                    boolean counts = !read.isExcused(term, start, matches, match, view);
                    if (counts && findings.isEmpty()) {
                        findings = new ArrayList<>();
                    }
                    List<TermFinding> target = counts ? findings : excused;
                    if (target != null) {
                        target.add(new TermFinding(
                                term.entry(), weight, text.start(view, start, end), text.end(view, start, end)));
                    }
                }
            }
        }
        return findings;
    }
}
