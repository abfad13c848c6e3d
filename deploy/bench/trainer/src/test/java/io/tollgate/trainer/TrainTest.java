package io.tollgate.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.engine.classify.Classifier;
import io.tollgate.trainer.data.LabelledTexts;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {

    private static final String HEADER = "source\tlang\thate\tharassment\tsexual\tself-harm\tviolence\ttext\n";
    private static final List<String> WORDS =
            List.of("river", "table", "window", "garden", "letter", "music", "morning", "paper", "street", "winter");
    private static final List<String> MARKERS = List.of("hatred", "insult", "nudity", "cutting", "bloodshed");
    private static final int VIOLENCE = 4;
    /** Which labels of a source are known. */
    private static final Map<String, String> SOURCES = Map.of(
            "openai-1680", "11111",
            "toxic-spans", "11001",
            "convabuse", "11100",
            "ailuminate", "11111",
            "rtp", "11111",
            "hh-benign", "11111");

    @TempDir
    Path directory;

    @Test
    void shouldGiveSameBytesForSameTexts() throws IOException {
        // Given
        Path data = writeTexts();

        // When
        train(data, "one");
        train(data, "other");

        // Then
        for (String file : List.of("en.model", "zh.model", "SHA256SUMS", "DATA-CARD.md")) {
            assertThat(directory.resolve("other").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
        }
        assertThat(Files.readString(directory.resolve("one.md")))
                .isEqualTo(Files.readString(directory.resolve("other.md")))
                .contains("| self-harm | 150 | 30 | 1.000 (1.00–1.00)")
                .contains("English, out of domain")
                .contains("`cold-dev`");
        assertThat(Files.readString(directory.resolve("one/SHA256SUMS")))
                .contains(Train.checksum(Files.readAllBytes(directory.resolve("one/en.model"))) + "  en.model");
    }

    @Test
    void shouldReportOnAnyLabelledTexts() throws IOException {
        // Given
        Path file = Files.writeString(
                directory.resolve("some.tsv"),
                "text\tsexual\tillicit/violent\nlet us watch some porn tonight\t1\t0\nhow to build a pipe bomb\t?\t1\ngood morning\t0\t0\n");

        // When
        String report = Evaluate.of(ModerationEngine.load(), Classifier.load(), LabelledTexts.read(file));

        // Then
        assertThat(report)
                .contains("| sexual | 2 | 1 | 1.000 (1.00–1.00) |")
                .contains("| illicit/violent | 3 | 1 |")
                .doesNotContain("| hate |");
    }

    @Test
    void shouldSayHowItIsCalled() {
        // When
        var missing = assertThatThrownBy(() -> Train.main(new String[] {"--data", "."}));
        var unknown = assertThatThrownBy(() -> Train.main(new String[] {"--dta", "."}));

        // Then
        missing.hasMessageContaining("--models is missing").hasMessageContaining("usage:");
        unknown.hasMessageContaining("--dta").hasMessageContaining("usage:");
    }

    private void train(Path data, String name) throws IOException {
        Train.main(new String[] {
            "--data", data.toString(),
            "--models", directory.resolve(name).toString(),
            "--report", directory.resolve(name + ".md").toString()
        });
    }

    /** A text is positive where it has the category's marker; the rest is noise. */
    private Path writeTexts() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder lines = new StringBuilder(HEADER);
        SOURCES.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(source -> {
            for (int i = 0; i < 150; i++) {
                lines.append(english(source.getKey(), source.getValue(), i % MARKERS.size(), i % 10 < 2, random));
            }
        });
        for (int i = 0; i < 300; i++) {
            String source = i % 3 == 0 ? "cold-dev" : "cold";
            boolean offensive = i % 2 == 0;
            lines.append(source + "\tzh\t?\t" + (offensive ? 1 : 0) + "\t?\t?\t?\t" + ideographs(random)
                    + (offensive ? "坏蛋" : "朋友") + ideographs(random) + "\n");
        }
        try (Writer writer = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(directory.resolve("train.tsv.gz"))),
                StandardCharsets.UTF_8)) {
            writer.write(lines.toString());
        }
        return directory;
    }

    private static String english(String source, String known, int category, boolean violent, SplittableRandom random) {
        StringBuilder line = new StringBuilder(source + "\ten");
        for (int i = 0; i < MARKERS.size(); i++) {
            line.append('\t')
                    .append(known.charAt(i) == '0' ? "?" : i == category || (violent && i == VIOLENCE) ? "1" : "0");
        }
        line.append('\t');
        for (int i = 0; i < 6; i++) {
            line.append(WORDS.get(random.nextInt(WORDS.size())))
                    .append(random.nextInt(26) + 'a')
                    .append(' ');
        }
        line.append(MARKERS.get(category)).append(violent ? " " + MARKERS.get(VIOLENCE) : "");
        return line.append('\n').toString();
    }

    private static String ideographs(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append((char) (0x4E00 + random.nextInt(200)));
        }
        return text.toString();
    }
}
