package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.Lexicon.Term;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.Encoding;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.OpenReadings;
import io.tollgate.moderation.engine.text.Squeezing;
import io.tollgate.moderation.engine.text.View;
import io.tollgate.moderation.engine.text.ViewKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the lexicon's terms in every view of a text, and weighs them by how plainly they are written. */
final class LexiconDetector {

    private static final double PLAIN = 1.0;
    /** A word in disguise weighs less, so that it may be flagged but needs company to count as grave. */
    private static final double DISGUISED = 0.9;

    private static final double FAR_FETCHED = 0.85;

    /** See {@link Squeezing#squeeze}: neither finds all that the other finds, if the first kept several. */
    private static final boolean[] NOT_TO_ONE_AND_TO_ONE = {false, true};

    private static final Encoding[] ENCODINGS = Encoding.values();

    private final Lexicon lexicon;
    private final Lexicon sounds;
    /** Knows only what ends a text, not what it means: see {@link #openFromBackwards}. */
    private final Lexicon backwards;

    private LexiconDetector(Lexicon lexicon, Lexicon sounds, Lexicon backwards) {
        this.lexicon = lexicon;
        this.sounds = sounds;
        this.backwards = backwards;
    }

    static LexiconDetector of(List<LexiconEntry> entries) {
        List<LexiconEntry> heard = entries.stream()
                .flatMap(entry -> SoundEntries.of(entry).stream())
                .toList();
        return new LexiconDetector(new Lexicon(entries), new Lexicon(heard), new Lexicon(entries, Lexicon.BACKWARDS));
    }

    /** See {@link Lexicon#ruleOfMoreAtOnce}. */
    Optional<String> ruleOfMoreAtOnce(int most) {
        return lexicon.ruleOfMoreAtOnce(most);
    }

    /** The terms in a text that count, in no order; linear in the text. */
    List<TermFinding> find(Scratch scratch) {
        NormalisedText text = scratch.text();
        List<TermFinding> findings = collectViews(List.of(), text, scratch.marked(), scratch, PLAIN);
        for (Encoding encoding : ENCODINGS) {
            if (scratch.decoder().decode(encoding, text)) {
                MarkedViews marked = scratch.markedOfReading();
                marked.rewrites(text.folded(), scratch.marked());
                findings = collectViews(findings, scratch.decoder().reading(), marked, scratch, FAR_FETCHED);
            }
        }
        return findings;
    }

    private List<TermFinding> collectViews(
            List<TermFinding> before, NormalisedText text, MarkedViews marked, Scratch scratch, double mostWeight) {
        List<TermFinding> findings = before;
        for (int number = 0; number < text.viewCount(); number++) {
            View view = text.view(number);
            double weight = Math.min(mostWeight, weightOf(view.kind()));
            findings = find(findings, text, view, marked, scratch, weight);
        }
        if (text.isStretched()) {
            double weight = Math.min(mostWeight, DISGUISED);
            View squeezed = scratch.squeezing().squeeze(text.folded(), lexicon.automaton(), false);
            findings = find(findings, text, squeezed, marked, scratch, weight);
            if (scratch.squeezing().keptSeveral()) {
                squeezed = scratch.squeezing().squeeze(text.folded(), lexicon.automaton(), true);
                findings = find(findings, text, squeezed, marked, scratch, weight);
            }
        }
        return findings;
    }

    private List<TermFinding> find(
            List<TermFinding> before,
            NormalisedText text,
            View view,
            MarkedViews marked,
            Scratch scratch,
            double weight) {
        Lexicon read = lexiconOf(view);
        if (!read.mayHold(text, view, marked)) {
            return before;
        }
        read.scan(view.characters(), view.length(), scratch.matches());
        return collect(before, null, text, view, scratch.matches(), weight);
    }

    private Lexicon lexiconOf(View view) {
        return view.kind() == ViewKind.SOUND ? sounds : lexicon;
    }

    int longestContextBefore() {
        return lexicon.longestContextBefore();
    }

    /** The terms in a text that goes on, and from where on what follows may still change them. */
    OpenText findInOpenText(Scratch scratch) {
        NormalisedText text = scratch.text();
        Matches matches = scratch.matches();
        OpenReadings readings = text.readOpenEnd();
        List<TermFinding> excused = new ArrayList<>(0);
        List<TermFinding> findings = List.of();
        int open = text.length();
        for (int number = 0; number < text.viewCount(); number++) {
            View view = text.view(number);
            if (view.kind() == ViewKind.REVERSED) {
                open = Math.min(open, openFromBackwards(text, matches));
                if (matches.count() == 0) {
                    continue;
                }
            }
            lexiconOf(view).scan(view.characters(), view.length(), matches);
            findings = collect(findings, excused, text, view, matches, weightOf(view.kind()));
            open = Math.min(open, openFrom(text, view, matches));
        }
        if (text.isStretched()) {
            Squeezing squeezing = scratch.squeezing();
            for (boolean toOne : NOT_TO_ONE_AND_TO_ONE) {
                if (!toOne || squeezing.keptSeveral()) {
                    View squeezed = squeezing.squeeze(text.folded(), lexicon.automaton(), toOne);
                    lexicon.scan(squeezed.characters(), squeezed.length(), matches);
                    findings = collect(findings, excused, text, squeezed, matches, DISGUISED);
                    open = Math.min(open, openFrom(text, squeezed, matches));
                }
            }
        }
        return new OpenText(findings, excused, Math.min(open, openFromWhatMayFollow(scratch, readings)));
    }

    /** The offset from which on a view that was scanned may still become part of a term. */
    private int openFrom(NormalisedText text, View view, Matches matches) {
        return switch (view.kind()) {
            // What it may become part of is told by other means.
            case REVERSED, JOINED -> text.length();
            case SOUND -> offset(text, view, sounds.openFrom(matches, view.length()), view.length());
            default -> offset(text, view, lexicon.openFrom(matches, view.length()), view.length());
        };
    }

    private static int offset(NormalisedText text, View view, int index, int length) {
        return index >= length ? text.length() : text.start(view, index, index + 1);
    }

    /** The same for a view's beginning: what stands there may be read in another way with what follows. */
    private int openFromBeginning(Lexicon read, NormalisedText text, View view, int length, Matches matches) {
        read.scan(view.characters(), length, matches);
        return offset(text, view, read.openFrom(matches, length), length);
    }

    /** A term that is written backwards begins with its end. */
    private int openFromBackwards(NormalisedText text, Matches matches) {
        View folded = text.folded();
        backwards.scan(folded.characters(), folded.length(), matches);
        return offset(text, folded, backwards.openFrom(matches, folded.length()), folded.length());
    }

    private int openFromWhatMayFollow(Scratch scratch, OpenReadings readings) {
        NormalisedText text = scratch.text();
        Matches matches = scratch.matches();
        int open = text.length();
        if (readings.undecided().length() > 0) {
            open = Math.min(open, openFromUndecided(text, readings, matches));
        }
        if (readings.run().length() > 0) {
            open = Math.min(open, openFromRun(text, readings.run(), matches));
        }
        open = Math.min(open, openFromSpelling(text, readings.spelling(), matches));
        open = Math.min(open, openFromSpelling(text, readings.spellingBeforeLastLetter(), matches));
        if (text.endsWithPossiblePair()) {
            int length = text.merged().length() - 1;
            open = Math.min(open, openFromBeginning(lexicon, text, text.merged(), length, matches));
            open = Math.min(open, text.start(text.merged(), length, length + 1));
        }
        int heard = text.soundsBeforeOpenWord();
        if (heard >= 0) {
            open = Math.min(open, openFromBeginning(sounds, text, text.sound(), heard, matches));
            open = Math.min(open, text.startOfOpenWord());
        }
        for (int length = text.hanBeforeOpenEnd(); length >= 0; length = text.hanBefore(length)) {
            open = Math.min(open, openFromBeginning(lexicon, text, text.han(), length, matches));
            open = Math.min(open, offset(text, text.han(), length, text.han().length()));
        }
        if (text.endsWithRun()) {
            Squeezing squeezing = scratch.squeezing();
            for (boolean toOne : NOT_TO_ONE_AND_TO_ONE) {
                if (!toOne || squeezing.keptSeveral()) {
                    View squeezed = squeezing.squeezeOpen(text.folded(), lexicon.automaton(), toOne);
                    open = Math.min(open, openFromBeginning(lexicon, text, squeezed, squeezed.length(), matches));
                }
            }
        }
        return open;
    }

    private int openFromSpelling(NormalisedText text, View spelling, Matches matches) {
        return spelling.length() == 0
                ? text.length()
                : openFromBeginning(lexicon, text, spelling, spelling.length(), matches);
    }

    /** The last word, should it prove to be disguised: what matches in it, and what it may be the beginning of. */
    private int openFromUndecided(NormalisedText text, OpenReadings readings, Matches matches) {
        View view = readings.undecided();
        int open = openFromBeginning(lexicon, text, view, view.length(), matches);
        for (int match = matches.count() - 1; match >= 0 && matches.end(match) > readings.startOfLastWord(); match--) {
            open = Math.min(open, text.graphemeStart(view.originOf(lexicon.start(matches, match))));
        }
        return open;
    }

    /**
     * The last run of single characters. Whether its last character belongs to it is not known before the next one, and whether a
     * term ends in it may hang on two more.
     */
    private int openFromRun(NormalisedText text, View run, Matches matches) {
        int open = text.length();
        for (int length = run.length(); length > 0 && length >= run.length() - 1; length--) {
            lexicon.scan(run.characters(), length, matches);
            int index = lexicon.openFrom(matches, length);
            for (int match = 0; match < matches.count(); match++) {
                if (matches.end(match) >= length - 2) {
                    index = Math.min(index, lexicon.start(matches, match));
                }
            }
            open = Math.min(open, offset(text, run, index, length));
        }
        return open;
    }

    private static double weightOf(ViewKind kind) {
        return switch (kind) {
            case FOLDED -> PLAIN;
            case LATINISED, LATINISED_ONE_AS_L -> DISGUISED;
            case JOINED, SPELLED, MERGED, REVERSED, HAN, SOUND -> FAR_FETCHED;
        };
    }

    private List<TermFinding> collect(
            List<TermFinding> before,
            @Nullable List<TermFinding> excused,
            NormalisedText text,
            View view,
            Matches matches,
            double weight) {
        Lexicon read = lexiconOf(view);
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
