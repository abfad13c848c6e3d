package io.tollgate.moderation.engine;

import io.tollgate.moderation.engine.automaton.Automaton;
import io.tollgate.moderation.engine.automaton.Matches;
import io.tollgate.moderation.engine.text.NormalisedText;
import io.tollgate.moderation.engine.text.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What people write every day, in English and in Chinese. A rule that matches much of it would stop everything, and is refused
 * with the share it matches.
 */
final class HarmlessTexts {

    /** The share of the texts of one language, from 0 to 1, that a rule may match. */
    static final double MAX_SHARE = 0.05;

    private static final String RESOURCE = "harmless-texts.txt";
    private static final List<List<String>> BY_LANGUAGE = load();

    private HarmlessTexts() {}

    /** Every text, folded. */
    static List<String> all() {
        return BY_LANGUAGE.stream().flatMap(List::stream).toList();
    }

    /** @throws InvalidRuleException if the expression matches too many of the folded texts */
    static void requireRare(String rule, Predicate<String> matches) {
        for (List<String> texts : BY_LANGUAGE) {
            long matched = texts.stream().filter(matches).count();
            requireRare(rule, "it", matched, texts.size());
        }
    }

    /** @throws InvalidRuleException if one of the folded terms stands in too many of the texts */
    static void requireRareTerms(String rule, Collection<String> terms, boolean wholeWord) {
        List<String> patterns = List.copyOf(terms);
        Automaton automaton = Automaton.of(patterns);
        for (List<String> texts : BY_LANGUAGE) {
            int[] counts = new int[patterns.size()];
            for (String text : texts) {
                patternsIn(text, automaton, wholeWord).stream().forEach(pattern -> counts[pattern]++);
            }
            for (int pattern = 0; pattern < counts.length; pattern++) {
                requireRare(rule, "its term '" + patterns.get(pattern) + "'", counts[pattern], texts.size());
            }
        }
    }

    private static BitSet patternsIn(String text, Automaton automaton, boolean wholeWord) {
        NormalisedText normalised = new NormalisedText();
        normalised.read(text, 0, text.length());
        View folded = normalised.folded();
        Matches matches = new Matches();
        automaton.scan(folded.characters(), folded.length(), matches);
        BitSet patterns = new BitSet();
        for (int match = 0; match < matches.count(); match++) {
            int end = matches.end(match);
            int start = end - automaton.lengthOf(matches.pattern(match));
            if (!wholeWord || (folded.isWordBoundary(start) && folded.isWordBoundary(end))) {
                patterns.set(matches.pattern(match));
            }
        }
        return patterns;
    }

    private static void requireRare(String rule, String what, long matched, int texts) {
        double share = (double) matched / texts;
        if (share > MAX_SHARE) {
            throw new InvalidRuleException(
                    rule,
                    String.format(
                            Locale.ROOT,
                            "%s matches %.1f %% of harmless texts, and may match %.0f %% at most; make it longer, or say where it"
                                    + " does not count",
                            what,
                            share * 100,
                            MAX_SHARE * 100));
        }
    }

    private static List<List<String>> load() {
        List<String> english = new ArrayList<>();
        List<String> chinese = new ArrayList<>();
        try (InputStream stream = HarmlessTexts.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is not on the class path");
            }
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(NormalisedText::fold)
                    .forEach(line ->
                            (line.codePoints().anyMatch(Character::isIdeographic) ? chinese : english).add(line));
        } catch (IOException failure) {
            throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", failure);
        }
        return List.of(List.copyOf(english), List.copyOf(chinese));
    }
}
