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

    private static final Encoding[] ENCODINGS = Encoding.values();

    private final Lexicon lexicon;
    private final Lexicon sounds;
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

    /** The terms that count in a text as it is written, in no order; linear in the text. */
    List<TermFinding> findAsWritten(Scratch scratch) {
        return collectViews(List.of(), scratch.text(), scratch.marked(), scratch, PLAIN);
    }

    /** The same, and those that count in what the text says to a reader who decodes it. */
    List<TermFinding> find(Scratch scratch) {
        NormalisedText text = scratch.text();
        List<TermFinding> findings = findAsWritten(scratch);
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

    /**
     * The terms in a text that goes on, and from where on what follows may still change them.
     *
     * @param altering for the sake of which terms a text is held back
     */
    OpenText findInOpenText(Scratch scratch, SubjectSet altering) {
        NormalisedText text = scratch.text();
        Matches matches = scratch.matches();
        OpenReadings readings = text.readOpenEnd();
        OpenTerms open = new OpenTerms(lexicon, sounds, backwards, scratch, altering);
        List<TermFinding> excused = new ArrayList<>(0);
        List<TermFinding> findings = List.of();
        for (int number = 0; number < text.viewCount(); number++) {
            View view = text.view(number);
            if (view.kind() == ViewKind.REVERSED) {
                open.noteBackwards();
                if (matches.count() == 0) {
                    continue;
                }
            }
            lexiconOf(view).scan(view.characters(), view.length(), matches);
            findings = collect(findings, excused, text, view, matches, weightOf(view.kind()));
            open.note(view);
        }
        if (text.isStretched()) {
            Squeezing squeezing = scratch.squeezing();
            for (boolean toOne : OpenTerms.NOT_TO_ONE_AND_TO_ONE) {
                if (!toOne || squeezing.keptSeveral()) {
                    View squeezed = squeezing.squeeze(text.folded(), lexicon.automaton(), toOne);
                    lexicon.scan(squeezed.characters(), squeezed.length(), matches);
                    findings = collect(findings, excused, text, squeezed, matches, DISGUISED);
                    open.note(squeezed);
                }
            }
        }
        open.noteWhatMayFollow(readings);
        return new OpenText(findings, excused, open.open(), open.held());
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
