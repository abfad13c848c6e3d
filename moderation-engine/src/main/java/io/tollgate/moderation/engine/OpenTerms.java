package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.OpenReadings;
import io.tollgate.moderation.engine.text.Squeezing;
import io.tollgate.moderation.engine.text.View;

/**
 * From where on a text that goes on may still become part of a term, in whatever way what follows makes it be read: of any term, and
 * of those alone for the sake of which it is held back. Used once.
 */
final class OpenTerms {

    /** See {@link Squeezing#squeeze}: neither finds all that the other finds, if the first kept several. */
    static final boolean[] NOT_TO_ONE_AND_TO_ONE = {false, true};

    private final Lexicon lexicon;
    private final Lexicon sounds;
    /** Knows only what ends a text, not what it means: see {@link #backwards}. */
    private final Lexicon backwards;

    private final NormalisedText text;
    private final Matches matches;
    private final Squeezing squeezing;
    private final SubjectSet altering;
    private int open;
    private int held;

    /** @param altering for the sake of which terms a text is held back */
    OpenTerms(Lexicon lexicon, Lexicon sounds, Lexicon backwards, Scratch scratch, SubjectSet altering) {
        this.lexicon = lexicon;
        this.sounds = sounds;
        this.backwards = backwards;
        this.text = scratch.text();
        this.matches = scratch.matches();
        this.squeezing = scratch.squeezing();
        this.altering = altering;
        this.open = text.length();
        this.held = text.length();
    }

    /** Of any term. */
    int open() {
        return open;
    }

    /** Of those that a text is held back for. */
    int held() {
        return held;
    }

    private void open(int from) {
        open = Math.min(open, from);
    }

    private void held(int from) {
        held = Math.min(held, from);
    }

    /** Whatever the terms are. */
    private void both(int from) {
        open(from);
        held(from);
    }

    /** What the lexicon says of a view's beginning, which was scanned last. */
    private void note(Lexicon read, View view, int length) {
        int index = read.openFrom(matches, length, SubjectSet.ALL);
        if (index < length) {
            open(offset(view, index, length));
            held(offset(view, read.openFrom(matches, length, altering), length));
        }
    }

    private int offset(View view, int index, int length) {
        return index >= length ? text.length() : text.start(view, index, index + 1);
    }

    /** A view that was scanned last. */
    void note(View view) {
        switch (view.kind()) {
            case REVERSED, JOINED -> {
                // What it may become part of is told by other means.
            }
            case SOUND -> note(sounds, view, view.length());
            default -> note(lexicon, view, view.length());
        }
    }

    /** A view's beginning: what stands there may be read in another way with what follows. */
    private void noteBeginning(Lexicon read, View view, int length) {
        read.scan(view.characters(), length, matches);
        note(read, view, length);
    }

    /** A term that is written backwards begins with its end. */
    void noteBackwards() {
        noteBeginning(backwards, text.folded(), text.folded().length());
    }

    void noteWhatMayFollow(OpenReadings readings) {
        if (readings.undecided().length() > 0) {
            noteUndecided(readings);
        }
        if (readings.run().length() > 0) {
            noteRun(readings.run());
        }
        noteSpelling(readings.spelling());
        noteSpelling(readings.spellingBeforeLastLetter());
        if (text.endsWithPossiblePair()) {
            int length = text.merged().length() - 1;
            noteBeginning(lexicon, text.merged(), length);
            both(text.start(text.merged(), length, length + 1));
        }
        int heard = text.soundsBeforeOpenWord();
        if (heard >= 0) {
            noteBeginning(sounds, text.sound(), heard);
            both(text.startOfOpenWord());
        }
        for (int length = text.hanBeforeOpenEnd(); length >= 0; length = text.hanBefore(length)) {
            noteBeginning(lexicon, text.han(), length);
            both(offset(text.han(), length, text.han().length()));
        }
        if (text.endsWithRun()) {
            for (boolean toOne : NOT_TO_ONE_AND_TO_ONE) {
                if (!toOne || squeezing.keptSeveral()) {
                    View squeezed = squeezing.squeezeOpen(text.folded(), lexicon.automaton(), toOne);
                    noteBeginning(lexicon, squeezed, squeezed.length());
                }
            }
        }
    }

    private void noteSpelling(View spelling) {
        if (spelling.length() > 0) {
            noteBeginning(lexicon, spelling, spelling.length());
        }
    }

    /** The last word, should it prove to be disguised: what matches in it, and what it may be the beginning of. */
    private void noteUndecided(OpenReadings readings) {
        View view = readings.undecided();
        noteBeginning(lexicon, view, view.length());
        for (int match = matches.count() - 1; match >= 0 && matches.end(match) > readings.startOfLastWord(); match--) {
            int from = text.graphemeStart(view.originOf(lexicon.start(matches, match)));
            open(from);
            if (lexicon.speaksFor(matches, match, altering)) {
                held(from);
            }
        }
    }

    /**
     * The last run of single characters. Whether its last character belongs to it is not known before the next one, and whether a
     * term ends in it may hang on two more.
     */
    private void noteRun(View run) {
        for (int length = run.length(); length > 0 && length >= run.length() - 1; length--) {
            lexicon.scan(run.characters(), length, matches);
            open(offset(run, openFromOfRun(length, SubjectSet.ALL), length));
            held(offset(run, openFromOfRun(length, altering), length));
        }
    }

    private int openFromOfRun(int length, SubjectSet of) {
        int index = lexicon.openFrom(matches, length, of);
        for (int match = 0; match < matches.count(); match++) {
            if (matches.end(match) >= length - 2 && lexicon.speaksFor(matches, match, of)) {
                index = Math.min(index, lexicon.start(matches, match));
            }
        }
        return index;
    }
}
