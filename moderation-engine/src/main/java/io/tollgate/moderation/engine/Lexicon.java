package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.LexiconContext.Position;
import io.tollgate.moderation.engine.automaton.Automaton;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All terms of all packs in one automaton. A pattern is a text that occurs in any of them, once however many entries share it. */
final class Lexicon {

    private final Automaton automaton;
    private final int[] lengths;
    private final int longest;
    private final int longestContextBefore;
    /** By pattern: what the terms speak for that have it, as bits of a {@link SubjectSet}. */
    private final int[] subjects;
    /** By pattern: the same of the terms that begin with it; 0 if it is a whole term or a context. */
    private final int[] headed;

    private final Foresight foresight;
    /** By pattern: the entries of which an occurrence of the pattern is the end. */
    private final List<List<Term>> completed;

    private final Sieve sieve;

    /** An entry with the patterns that matter to it. */
    record Term(LexiconEntry entry, Numbers heads, Numbers before, Numbers after, Numbers around) {}

    /** Whether patterns are kept as they are read from their end. */
    static final boolean BACKWARDS = true;

    Lexicon(List<LexiconEntry> entries) {
        this(entries, !BACKWARDS);
    }

    Lexicon(List<LexiconEntry> entries, boolean backwards) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<List<Term>> terms = new ArrayList<>();
        Map<Integer, Integer> subjectsOf = new HashMap<>();
        Map<Integer, Integer> headedBy = new HashMap<>();
        for (LexiconEntry entry : entries) {
            Term term = new Term(
                    entry,
                    numbered(entry.heads(), numbers),
                    contexts(entry, Position.BEFORE, numbers),
                    contexts(entry, Position.AFTER, numbers),
                    contexts(entry, Position.AROUND, numbers));
            // Backwards a term begins with any of its phrases, and goes on with a head.
            for (int head : (backwards ? numbered(entry.phrases(), numbers) : term.heads()).values()) {
                headedBy.merge(head, SubjectSet.bit(entry.subject()), (mine, theirs) -> mine | theirs);
            }
            Numbers phrases = numbered(entry.phrases(), numbers);
            Stream.of(term.heads(), term.before(), term.after(), term.around(), phrases)
                    .flatMapToInt(patterns -> Arrays.stream(patterns.values()))
                    .forEach(pattern -> subjectsOf.merge(
                            pattern, SubjectSet.bit(entry.subject()), (mine, theirs) -> mine | theirs));
            for (int pattern : phrases.values()) {
                while (terms.size() <= pattern) {
                    terms.add(new ArrayList<>());
                }
                terms.get(pattern).add(term);
            }
        }
        while (terms.size() < numbers.size()) {
            terms.add(new ArrayList<>());
        }
        completed = terms.stream().map(List::copyOf).toList();
        List<String> patterns = List.copyOf(numbers.keySet());
        lengths = patterns.stream().mapToInt(String::length).toArray();
        longest = patterns.stream().mapToInt(String::length).max().orElse(0);
        longestContextBefore = longestContextBefore(entries);
        automaton = Automaton.of(
                backwards ? patterns.stream().map(Lexicon::reversed).toList() : patterns);
        subjects = byPattern(subjectsOf);
        headed = byPattern(headedBy);
        foresight = new Foresight(
                automaton,
                backwards ? patterns.stream().map(Lexicon::reversed).toList() : patterns,
                pattern -> subjects[pattern]);
        // Backwards no term is looked for.
        sieve = new Sieve(
                automaton, patterns, pattern -> !backwards && headed[pattern] != 0, backwards ? List.of() : completed);
    }

    private int[] byPattern(Map<Integer, Integer> bits) {
        return IntStream.range(0, lengths.length)
                .map(pattern -> bits.getOrDefault(pattern, 0))
                .toArray();
    }

    static String reversed(String pattern) {
        // By unit, as the reversed view is made.
        char[] units = new char[pattern.length()];
        for (int i = 0; i < units.length; i++) {
            units[i] = pattern.charAt(units.length - 1 - i);
        }
        return new String(units);
    }

    private static int longestContextBefore(List<LexiconEntry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.unless().stream())
                .filter(context -> context.position() == Position.BEFORE)
                .mapToInt(context -> context.text().length())
                .max()
                .orElse(0);
    }

    /** How many characters before a term may decide whether it counts. */
    int longestContextBefore() {
        return longestContextBefore;
    }

    Automaton automaton() {
        return automaton;
    }

    /** A rule with terms that end in each other, if more end at one place than are allowed to. */
    Optional<String> ruleOfMoreAtOnce(int most) {
        int[] patterns = automaton.mostAtOnce();
        return patterns.length <= most
                ? Optional.empty()
                : Arrays.stream(patterns)
                        .mapToObj(completed::get)
                        .flatMap(List::stream)
                        .map(term -> term.entry().rule())
                        .findFirst();
    }

    /** Whether a term may count in a view: if not, there is no need to scan it. */
    boolean mayHold(NormalisedText text, View view, MarkedViews marked) {
        return sieve.mayHold(text, view, marked);
    }

    void scan(char[] text, int length, Matches matches) {
        matches.clear();
        automaton.scan(text, length, matches);
    }

    /**
     * From where on the text that was scanned last may still become part of a term or of a context of one: where a pattern has
     * begun, or the head of a term whose rest may begin there.
     *
     * @param length of that text
     * @param of only terms that speak for one of these count
     */
    int openFrom(Matches matches, int length, SubjectSet of) {
        int begin = length - foresight.begun(matches.state(), of);
        int open = begin;
        for (int match = matches.count() - 1; match >= 0 && matches.end(match) >= begin; match--) {
            if (of.hasAny(headed[matches.pattern(match)])) {
                open = Math.min(open, start(matches, match));
            }
        }
        return open;
    }

    /** Whether a match is of a pattern of a term that speaks for one of these. */
    boolean speaksFor(Matches matches, int match, SubjectSet of) {
        return of.hasAny(subjects[matches.pattern(match)]);
    }

    /** The terms that a match completes: none if it is only a head or a context. */
    List<Term> completedBy(Matches matches, int match) {
        return completed.get(matches.pattern(match));
    }

    int start(Matches matches, int match) {
        return matches.end(match) - lengths[matches.pattern(match)];
    }

    /** Where the term that this match completes begins: at its earliest head, or -1 if it needs one and has none. */
    int startOfTerm(Term term, Matches matches, int match) {
        int start = start(matches, match);
        if (term.entry().heads().isEmpty()) {
            return start;
        }
        int earliest = -1;
        for (int before = match - 1; before >= 0 && matches.end(before) >= start; before--) {
            if (matches.end(before) == start && term.heads().has(matches.pattern(before))) {
                int headStart = start(matches, before);
                earliest = earliest < 0 ? headStart : Math.min(earliest, headStart);
            }
        }
        return earliest;
    }

    /** The matches around a term that are contexts of it; only those near it are looked at, so that the whole stays linear. */
    boolean isExcused(Term term, int start, Matches matches, int match, View view) {
        if (term.entry().unless().isEmpty()) {
            return false;
        }
        int end = matches.end(match);
        for (int other = match - 1; other >= 0 && matches.end(other) >= start; other--) {
            if (excuses(term, start, end, matches, other, view)) {
                return true;
            }
        }
        for (int other = match + 1; other < matches.count() && matches.end(other) <= end + longest; other++) {
            if (excuses(term, start, end, matches, other, view)) {
                return true;
            }
        }
        return false;
    }

    private boolean excuses(Term term, int start, int end, Matches matches, int other, View view) {
        int pattern = matches.pattern(other);
        int otherEnd = matches.end(other);
        int otherStart = otherEnd - lengths[pattern];
        boolean anywhere = !term.entry().wholeWord();
        if (otherEnd == start && term.before().has(pattern)) {
            return anywhere || view.isWordBoundary(otherStart); // in "knot _" the "not _" is no word
        }
        if (otherStart == end && term.after().has(pattern)) {
            return anywhere || view.isWordBoundary(otherEnd);
        }
        return otherStart <= start && otherEnd >= end && term.around().has(pattern);
    }

    private static Numbers contexts(LexiconEntry entry, Position position, Map<String, Integer> numbers) {
        Set<String> texts = entry.unless().stream()
                .filter(context -> context.position() == position)
                .map(LexiconContext::text)
                .collect(Collectors.toSet());
        return numbered(texts, numbers);
    }

    private static Numbers numbered(Set<String> texts, Map<String, Integer> numbers) {
        return Numbers.of(texts.stream().mapToInt(text -> {
            Integer next = numbers.size();
            Integer known = numbers.putIfAbsent(text, next);
            return known == null ? next : known;
        }));
    }
}
