package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackReaderTest {

    /** 280 MB where the second compiler spares what does not escape, 510 MB where only the first one runs, as in this build. */
    private static final long MAX_ALLOCATED = 750_000_000;

    private static final String HEADER =
            "pack: test\nversion: 1\nlanguage: en\nlicence: Apache-2.0\nsource: this test\n---\n";

    @Test
    void shouldReadEntry() {
        // Given
        String lines = "let what = (thing|object)\nhate; 2; word; (Bad|Evil) $what ; not _ ; a bad thing indeed\n";

        // When
        LexiconEntry entry = read(HEADER + lines).entries().getFirst();

        // Then
        assertThat(entry.rule()).isEqualTo("test:8");
        assertThat(entry.subject()).isEqualTo(new Subject.Harm(Category.HATE));
        assertThat(entry.phrases()).containsExactlyInAnyOrder("bad thing", "bad object", "evil thing", "evil object");
        assertThat(entry.unless()).hasSize(2);
    }

    record Refusal(String line, String problem) {}

    static List<Refusal> refusals() {
        return List.of(
                new Refusal("hate; 2; word", "expected 'category; severity; word|any; term'"),
                new Refusal("hatred; 2; word; term", "unknown category 'hatred', known: hate,"),
                new Refusal("hate; 4; word; term", "severity must be 1, 2 or 3"),
                new Refusal("hate; x; word; term", "For input string"),
                new Refusal("minor; 1; word; term", "severity must be 1, 2 or 3"),
                new Refusal("hate; 2; words; term", "must begin with 'word' or 'any'"),
                new Refusal("hate; 2; word loud; term", "'loud' is not one of"),
                new Refusal("hate; 2; word; ab", "too short"),
                new Refusal("hate; 2; any; 的", "too short"),
                new Refusal("hate; 2; word; (open", "'(' without ')'"),
                new Refusal("hate; 2; word; close)", "')' without '('"),
                new Refusal("hate; 2; word; $nothing", "is not defined"),
                new Refusal("hate; 2; word; term; elsewhere", "neither contains the term nor has '_'"),
                new Refusal("hate; 2; word; term; _", "a context must say something"),
                new Refusal("let broken", "expected 'let name = text'"),
                new Refusal("# no entry", "has no entries"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldRefuseBadEntryNamingItsLine(Refusal refusal) {
        // Given
        String text = HEADER + refusal.line() + "\n";

        // When
        var reading = assertThatThrownBy(() -> read(text));

        // Then
        reading.isInstanceOf(InvalidPackException.class)
                .hasMessageContaining("lexicon pack test-pack, line 7")
                .hasMessageContaining(refusal.problem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hate; 2; word; the", "hate; 2; word; (rare thing|and)", "hate; 2; any; 什么"})
    void shouldRefuseTermThatStandsInHarmlessTextsSayingHowOften(String line) {
        // Given
        PackSource source = new PackSource("operators.txt", HEADER + "hate; 2; word; harmless enough\n" + line + "\n");

        // When
        var reading = assertThatThrownBy(() -> PackReader.read(source));

        // Then
        reading.isInstanceOf(InvalidPackException.class)
                .hasMessageMatching(".*operators\\.txt.*its term '.+' matches \\d+\\.\\d % of harmless texts.*");
    }

    @Test
    void shouldTakePackOfTenThousandTerms() {
        // Given
        StringBuilder lines = new StringBuilder(HEADER);
        for (int term = 0; term < 10_000; term++) {
            lines.append("hate; 2; word; zq").append(Integer.toString(term, 36)).append(" xw\n");
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        // When
        LexiconDetector detector = LexiconDetector.of(
                PackReader.read(new PackSource("large.txt", lines.toString())).entries());

        // Then: some kilobytes a term, with all that is thrown away again
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        Scratch scratch = new Scratch();
        scratch.text().read("so zq7pr xw it is");
        assertThat(detector.find(scratch)).hasSize(1);
        assertThat(allocated).isLessThan(MAX_ALLOCATED);
    }

    @Test
    void shouldRefusePackWithoutLicence() {
        // Given
        String text = HEADER.replace("licence: Apache-2.0\n", "") + "hate; 2; word; term\n";

        // When
        var reading = assertThatThrownBy(() -> read(text));

        // Then
        reading.isInstanceOf(InvalidPackException.class).hasMessageContaining("the header lacks 'licence'");
    }

    @Test
    void shouldRefuseMissingPack() {
        // When
        var reading = assertThatThrownBy(() -> PackReader.bundled("xx-core"));

        // Then
        reading.isInstanceOf(InvalidPackException.class)
                .hasMessageContaining("packs/xx-core.txt is not on the class path");
    }

    @Test
    void shouldRefuseTermOfTooManyPhrases() {
        // Given
        String digits = "(0|1|2|3|4|5|6|7|8|9)";

        // When
        var expanding = assertThatThrownBy(() -> Alternatives.of(digits + digits + digits));

        // Then
        expanding.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("write it as several entries");
    }

    @Test
    void shouldWriteOutNestedAlternatives() {
        // When
        Set<String> phrases = Alternatives.of("a(b|c(d|e))f");

        // Then
        assertThat(phrases).containsExactly("abf", "acdf", "acef");
    }

    @Test
    void shouldFindTermOnlyOutsideItsContexts() {
        // Given
        LexiconPack pack = read(HEADER + "hate; 2; word; bad; not _; _ luck; a bad apple\n");
        ModerationEngine engine = new ModerationEngine(List.of(pack));

        // When
        List<Boolean> flagged =
                List.of("bad", "not bad", "knot bad", "bad luck", "bad lucky", "a bad apple", "badly").stream()
                        .map(text -> engine.assess(text).flagged())
                        .toList();

        // Then
        assertThat(flagged).containsExactly(true, false, true, false, true, false, false);
    }

    private static LexiconPack read(String text) {
        return PackReader.read("test-pack", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
