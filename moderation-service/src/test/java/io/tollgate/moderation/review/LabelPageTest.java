package io.tollgate.moderation.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelPageTest {

    private static LabelPage.Labelled labelled(String text, String suspected, @Nullable String found) {
        ReviewItemEntity item = new ReviewItemEntity();
        item.id = UUID.randomUUID();
        item.stage = "input";
        item.categories = suspected;
        item.labels = found;
        return new LabelPage.Labelled(
                item,
                List.of(
                        new Turn(Stage.INPUT, "user", text, null, null),
                        new Turn(Stage.OUTPUT, "assistant", "an answer", 0, "content")));
    }

    @Test
    void shouldWriteALineThatTheTrainerReads() {
        // When
        String tsv = LabelPage.of(List.of(
                        labelled("one\ttwo\r\nthree\u2028four", "hate names violence", "hate"),
                        labelled("你好", "violence", null)))
                .tsv();

        // Then
        List<String> lines = tsv.lines().toList();
        List<String> columns = List.of(lines.getFirst().split("\t", -1));
        assertThat(columns).startsWith("source", "lang", "text").hasSize(16);
        assertThat(lines).hasSize(3);
        List<String> confirmed = List.of(lines.get(1).split("\t", -1));
        assertThat(confirmed).hasSameSizeAs(columns).startsWith("review", "en", "one two  three four");
        assertThat(confirmed.get(columns.indexOf("hate"))).isEqualTo("1");
        assertThat(confirmed.get(columns.indexOf("violence"))).isEqualTo("0");
        assertThat(confirmed.get(columns.indexOf("sexual"))).isEqualTo("?");
        List<String> overturned = List.of(lines.get(2).split("\t", -1));
        assertThat(overturned).startsWith("review", "zh", "你好");
        assertThat(overturned.get(columns.indexOf("violence"))).isEqualTo("0");
    }

    @Test
    void shouldLeaveOutWhatIsErasedAndStillTellWhereToGoOn() {
        // Given
        LabelPage.Labelled erased =
                new LabelPage.Labelled(labelled("", "hate", "hate").item(), List.of());

        // When
        LabelPage page = LabelPage.of(List.of(erased));

        // Then
        assertThat(page.tsv().lines()).hasSize(1);
        assertThat(page.lastId()).isEqualTo(erased.item().id);
    }
}
