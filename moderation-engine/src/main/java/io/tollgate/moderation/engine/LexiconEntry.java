package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.LexiconContext.Position;
import io.tollgate.moderation.engine.text.ViewKind;
import java.util.Set;

/**
 * A term of a pack.
 *
 * @param rule its id, {@code pack:line}
 * @param subject what it speaks for
 * @param severity 1 mild, 2 clear, 3 grave; 0 where the subject is not weighed
 * @param views in which views of a text it is looked for
 * @param soundsAlone whether two syllables are enough to hear it; else it takes three
 * @param wholeWord whether it counts only where no word goes on at its edges
 * @param heads how its phrases may begin, folded; empty if {@code phrases} are whole. Kept apart because a dozen beginnings and a
 *     hundred endings make a hundred patterns, not a thousand
 * @param phrases what it stands for, after one of the heads, folded
 * @param unless where one of these stands, the term does not count
 */
record LexiconEntry(
        String rule,
        Subject subject,
        int severity,
        Set<ViewKind> views,
        boolean soundsAlone,
        boolean wholeWord,
        Set<String> heads,
        Set<String> phrases,
        Set<LexiconContext> unless) {

    static final int MAX_SEVERITY = 3;
    private static final int MIN_WORD_LENGTH = 3;
    private static final int MIN_LENGTH = 2;

    LexiconEntry {
        views = Set.copyOf(views);
        heads = Set.copyOf(heads);
        phrases = Set.copyOf(phrases);
        unless = Set.copyOf(unless);
        if (subject.isWeighed() ? severity < 1 || severity > MAX_SEVERITY : severity != 0) {
            throw new IllegalArgumentException("the severity must be 1, 2 or 3, and 0 for 'minor' and 'rule'");
        }
        for (String phrase : phrases) {
            if (heads.isEmpty() && phrase.length() < (wholeWord ? MIN_WORD_LENGTH : MIN_LENGTH)) {
                throw new IllegalArgumentException(
                        "'" + phrase + "' is too short: it would match in texts of every kind; make it longer");
            }
        }
        for (LexiconContext context : unless) {
            if (!canExcuse(context, phrases)) {
                throw new IllegalArgumentException(
                        "the context '" + context.text() + "' neither contains the term nor has '_' at an end");
            }
        }
    }

    /** Whether a context says where the term stands in it. */
    static boolean canExcuse(LexiconContext context, Set<String> phrases) {
        return context.position() != Position.AROUND || phrases.stream().anyMatch(context.text()::contains);
    }

    LexiconEntry with(Set<String> otherHeads, Set<String> otherPhrases, Set<LexiconContext> otherContexts) {
        return new LexiconEntry(
                rule, subject, severity, views, soundsAlone, wholeWord, otherHeads, otherPhrases, otherContexts);
    }
}
