package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.automaton.Automaton;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** All terms of all packs in one automaton. */
final class Lexicon {

    private static final double PLAIN = 1.0;
    /** A word in disguise weighs less, so that it may be flagged but needs company to count as grave. */
    private static final double DISGUISED = 0.9;

    private static final double SPACED = 0.85;
    /** Short words in disguise are mostly model numbers, units and hashes. */
    private static final int MIN_DISGUISED_LENGTH = 4;

    private final Automaton automaton;
    private final List<Pattern> patterns;

    /** A phrase of an entry, or a context in which its phrases do not count. */
    private record Pattern(LexiconEntry entry, String text, boolean isContext) {}

    Lexicon(List<LexiconPack> packs) {
        patterns = packs.stream()
                .flatMap(pack -> pack.entries().stream())
                .<Pattern>mapMulti((entry, patternsOfEntry) -> {
                    entry.phrases().forEach(text -> patternsOfEntry.accept(new Pattern(entry, text, false)));
                    entry.unless().forEach(text -> patternsOfEntry.accept(new Pattern(entry, text, true)));
                })
                .toList();
        automaton = Automaton.of(patterns.stream().map(Pattern::text).toList());
    }

    /** The terms in a text that count, or an empty list; linear in the text. */
    List<Finding> find(NormalisedText text, Matches matches) {
        List<Finding> findings = List.of();
        if (scan(text.folded(), matches)) {
            findings = collect(findings, text, text.folded(), matches, PLAIN);
        }
        if (text.isDisguised() && scan(text.latinised(), matches)) {
            findings = collect(findings, text, text.latinised(), matches, DISGUISED);
        }
        if (text.joined().length() > 0 && scan(text.joined(), matches)) {
            findings = collect(findings, text, text.joined(), matches, SPACED);
        }
        return findings;
    }

    private boolean scan(View view, Matches matches) {
        matches.clear();
        automaton.scan(view.characters(), view.length(), matches);
        return matches.count() > 0;
    }

    private List<Finding> collect(
            List<Finding> before, NormalisedText text, View view, Matches matches, double weight) {
        BitSet excused = excused(matches);
        List<Finding> findings = before;
        for (int match = 0; match < matches.count(); match++) {
            Pattern pattern = patterns.get(matches.pattern(match));
            if (!pattern.isContext() && !excused.get(match) && counts(pattern, matches.end(match), text, view)) {
                if (findings.isEmpty()) {
                    findings = new ArrayList<>();
                }
                int start = matches.end(match) - pattern.text().length();
                findings.add(new Finding(
                        pattern.entry(),
                        weight,
                        text.graphemeStart(view.originOf(start)),
                        text.graphemeEnd(view.originOf(matches.end(match) - 1))));
            }
        }
        return findings;
    }

    private static boolean counts(Pattern pattern, int end, NormalisedText text, View view) {
        int start = end - pattern.text().length();
        if (view == text.latinised()) {
            return pattern.text().length() >= MIN_DISGUISED_LENGTH
                    && differs(text.folded(), view, start, end)
                    && isBounded(pattern, view, start, end);
        }
        if (view == text.joined()) {
            boolean longEnough = !pattern.entry().wholeWord() || pattern.text().length() >= MIN_DISGUISED_LENGTH;
            return longEnough && (isBounded(pattern, view, start, end) || isBoundedBySmallWords(view, start, end));
        }
        return isBounded(pattern, view, start, end);
    }

    private static boolean isBounded(Pattern pattern, View view, int start, int end) {
        return !pattern.entry().wholeWord() || (view.isWordBoundary(start) && view.isWordBoundary(end));
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

    /** The matches inside a context of their own entry. The matches around a context are few: as many as fit into its length. */
    private BitSet excused(Matches matches) {
        BitSet excused = new BitSet();
        for (int context = 0; context < matches.count(); context++) {
            Pattern pattern = patterns.get(matches.pattern(context));
            if (pattern.isContext()) {
                int end = matches.end(context);
                int start = end - pattern.text().length();
                for (int match = context - 1; match >= 0 && matches.end(match) > start; match--) {
                    excuse(match, pattern.entry(), start, matches, excused);
                }
                for (int match = context + 1; match < matches.count() && matches.end(match) == end; match++) {
                    excuse(match, pattern.entry(), start, matches, excused);
                }
            }
        }
        return excused;
    }

    private void excuse(int match, LexiconEntry entry, int contextStart, Matches matches, BitSet excused) {
        Pattern pattern = patterns.get(matches.pattern(match));
        if (pattern.entry() == entry && matches.end(match) - pattern.text().length() >= contextStart) {
            excused.set(match);
        }
    }
}
