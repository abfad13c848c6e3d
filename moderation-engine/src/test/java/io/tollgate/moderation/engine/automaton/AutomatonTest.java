package io.tollgate.moderation.engine.automaton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomatonTest {

    private record Match(int pattern, int end) {}

    @Test
    void shouldFindPatternsInsideEachOther() {
        // Given
        List<String> patterns = List.of("he", "she", "his", "hers", "e");

        // When
        List<Match> matches = find(patterns, "ushers");

        // Then: at the same end, the longest first
        assertThat(matches).containsExactly(new Match(1, 4), new Match(0, 4), new Match(4, 4), new Match(3, 6));
    }

    @Test
    void shouldRefuseEmptyPattern() {
        // When
        var building = assertThatThrownBy(() -> Automaton.of(List.of("a", "")));

        // Then
        building.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("pattern 1 is empty");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldFindExactlyWhatNaiveSearchFinds(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = seed % 2 == 0 ? "ab" : "abc操你妈\uD800z";
        List<String> patterns =
                Stream.generate(() -> word(random, alphabet, 6)).limit(120).toList();
        String text = word(random, alphabet + "?", 3_000);

        // When
        List<Match> matches = find(patterns, text);

        // Then
        assertThat(matches).doesNotHaveDuplicates();
        assertThat(new HashSet<>(matches)).isEqualTo(naive(patterns, text));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFindTheSameStepByStepAndKeepWhatMayStillMatch(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        List<String> patterns =
                Stream.generate(() -> word(random, "abc", 6)).limit(60).toList();
        Automaton automaton = Automaton.of(patterns);
        String text = word(random, "abc?", 500);
        Matches matches = new Matches();

        // When
        List<Integer> kept = new ArrayList<>();
        int state = Automaton.ROOT;
        for (int i = 0; i < text.length(); i++) {
            state = automaton.next(state, text.charAt(i));
            automaton.reportAt(state, i + 1, matches);
            kept.add(automaton.depth(state));
        }

        // Then: the longest suffix that begins a pattern is kept, no more and no less
        assertThat(found(matches)).isEqualTo(find(patterns, text));
        for (int end = 1; end <= text.length(); end++) {
            assertThat(kept.get(end - 1)).isEqualTo(longestBeginning(patterns, text.substring(0, end)));
        }
    }

    private static int longestBeginning(List<String> patterns, String text) {
        return IntStream.rangeClosed(0, text.length())
                .filter(start -> patterns.stream().anyMatch(pattern -> pattern.startsWith(text.substring(start))))
                .map(start -> text.length() - start)
                .max()
                .orElse(0);
    }

    private static String word(SplittableRandom random, String alphabet, int maxLength) {
        return random.ints(random.nextInt(1, maxLength + 1), 0, alphabet.length())
                .mapToObj(alphabet::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    private static Set<Match> naive(List<String> patterns, String text) {
        return IntStream.range(0, patterns.size())
                .boxed()
                .flatMap(pattern -> IntStream.range(0, text.length())
                        .filter(start -> text.startsWith(patterns.get(pattern), start))
                        .mapToObj(start ->
                                new Match(pattern, start + patterns.get(pattern).length())))
                .collect(Collectors.toSet());
    }

    private static List<Match> find(List<String> patterns, String text) {
        Matches matches = new Matches();
        Automaton.of(patterns).scan(text.toCharArray(), text.length(), matches);
        return found(matches);
    }

    private static List<Match> found(Matches matches) {
        List<Match> found = new ArrayList<>();
        for (int i = 0; i < matches.count(); i++) {
            found.add(new Match(matches.pattern(i), matches.end(i)));
        }
        return found;
    }
}
