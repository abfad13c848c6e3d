package io.tollgate.moderation.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.util.VersionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed tables are what Unicode's data say. After a change that is meant, rewrite them:
 * {@code ./mvnw -pl moderation-engine test -Dtest=TablesTest -Dtollgate.tables.write=true}.
 */
class TablesTest {

    private static final boolean WRITE = Boolean.getBoolean("tollgate.tables.write");
    private static final Path DIRECTORY =
            Path.of("src", "main", "resources", "io", "tollgate", "moderation", "engine", "text");
    private static final int PAIRS_PER_LINE = 60;
    private static final int FIRST_IDEOGRAPH = 0x4E00;
    private static final int LAST_IDEOGRAPH = 0x9FFF;

    record Table(String name, String what, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Table> tables() {
        return Stream.of(
                new Table("simplified.txt", "pairs of a traditional character and the simplified one", simplified()),
                new Table("syllables.txt", "a syllable without its tone, and the characters read so", syllables()),
                new Table("lookalikes.txt", "pairs of a character and the Latin letter it looks like", lookalikes()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void shouldBeTheTableThatIsCommitted(Table table) throws IOException {
        // Given
        Path committed = DIRECTORY.resolve(table.name());

        // When
        String generated = "# " + table.what() + "\n# Generated from Unicode's data (Unicode-3.0) by TablesTest, ICU4J "
                + VersionInfo.ICU_VERSION.getMajor() + ".\n" + String.join("\n", table.lines()) + "\n";
        if (WRITE) {
            Files.writeString(committed, generated);
        }

        // Then
        assertThat(committed)
                .as("rewrite with -Dtollgate.tables.write=true if the change is meant")
                .hasContent(generated);
    }

    private static List<String> simplified() {
        Transliterator simplifier = Transliterator.getInstance("Traditional-Simplified");
        return lines(IntStream.concat(IntStream.rangeClosed(0x3400, 0x4DBF), ideographs())
                .mapToObj(Character::toString)
                .map(traditional -> traditional + simplifier.transliterate(traditional))
                .filter(pair -> pair.length() == 2 && pair.charAt(0) != pair.charAt(1)));
    }

    /** Of what the table of simplified characters leaves as it is: the others never reach this one. */
    private static List<String> syllables() {
        Transliterator simplifier = Transliterator.getInstance("Traditional-Simplified");
        Transliterator reader = Transliterator.getInstance("Han-Latin; Latin-ASCII; Lower");
        Map<String, StringBuilder> bySyllable = new TreeMap<>();
        ideographs().mapToObj(Character::toString).forEach(character -> {
            String syllable = reader.transliterate(character).strip();
            if (syllable.chars().allMatch(letter -> letter >= 'a' && letter <= 'z')
                    && simplifier.transliterate(character).equals(character)) {
                bySyllable.computeIfAbsent(syllable, key -> new StringBuilder()).append(character);
            }
        });
        return bySyllable.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    private static List<String> lookalikes() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        return lines(IntStream.rangeClosed(0x80, Character.MAX_VALUE)
                .filter(Character::isLetter)
                .mapToObj(Character::toString)
                .map(character -> character + checker.getSkeleton(character).toLowerCase(java.util.Locale.ROOT))
                .filter(pair -> pair.length() == 2 && pair.charAt(1) >= 'a' && pair.charAt(1) <= 'z'));
    }

    private static IntStream ideographs() {
        return IntStream.rangeClosed(FIRST_IDEOGRAPH, LAST_IDEOGRAPH);
    }

    private static List<String> lines(Stream<String> pairs) {
        List<String> all = pairs.toList();
        List<String> lines = new ArrayList<>();
        for (int first = 0; first < all.size(); first += PAIRS_PER_LINE) {
            lines.add(all.subList(first, Math.min(all.size(), first + PAIRS_PER_LINE)).stream()
                    .collect(Collectors.joining()));
        }
        return lines;
    }
}
