package io.tollgate.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTextsTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadWhatIsKnown() throws IOException {
        // Given
        Path file = file("id\tlang\tsexual\tself-harm\ttext\n7\ten\t1\t?\tone\n8\ten\t0\t0\ttwo\n");

        // When
        List<LabelledText> texts = LabelledTexts.read(file);

        // Then: a label that nobody gave is none
        assertThat(texts)
                .containsExactly(
                        new LabelledText("", "en", Map.of("sexual", true), "one"),
                        new LabelledText("", "en", Map.of("sexual", false, "self-harm", false), "two"));
    }

    @Test
    void shouldNameLineThatIsWrong() throws IOException {
        // Given
        Path label = file("hate\ttext\n1\tsecret\nyes\tsecret\n");
        Path cells = Files.writeString(directory.resolve("cells.tsv"), "hate\ttext\n1\n");
        Path header = Files.writeString(directory.resolve("header.tsv"), "toxicity\ttext\n1\tx\n");

        // When
        var wrongLabel = assertThatThrownBy(() -> LabelledTexts.read(label));
        var wrongCells = assertThatThrownBy(() -> LabelledTexts.read(cells));
        var wrongHeader = assertThatThrownBy(() -> LabelledTexts.read(header));

        // Then
        wrongLabel
                .hasMessageContaining("line 3")
                .hasMessageContaining("hate")
                .message()
                .doesNotContain("secret");
        wrongCells.hasMessageContaining("line 2");
        wrongHeader.hasMessageContaining("self-harm/intent");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("texts.tsv"), content);
    }
}
