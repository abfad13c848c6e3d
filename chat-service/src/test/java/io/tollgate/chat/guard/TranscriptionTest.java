package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptionTest {

    private static Transcription read(String answer) throws IOException {
        return Transcription.of(Buffer.buffer(answer.replace("\\n", "\n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"one two\"} | one two",
                "one two | one two",
                "1\\n00:00:00,000 --> 00:00:01,000\\none\\n\\n2\\n00:00:01,000 --> 00:00:02,000\\ntwo | one two",
                "WEBVTT\\n\\n00:00.000 --> 00:01.000\\none\\n\\n00:01.000 --> 00:02.000\\ntwo | one two",
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"one two\"}\\n\\n | one two",
                "data: {\"delta\":\"one \"}\\n\\ndata: {\"delta\":\"two\"}\\n\\ndata: {\"text\":\"one two\"} | one two",
            })
    void shouldFindAllThatWasSaid(String answer, String text) throws IOException {
        // When
        String found = read(answer).text();

        // Then
        assertThat(found.strip()).isEqualTo(text);
    }

    @Test
    void shouldDropTheCopiesOfATextThatIsMasked() throws IOException {
        // Given
        Transcription transcription = read(
                "{\"text\":\"call 12\",\"words\":[{\"word\":\"12\"}],\"segments\":[{\"text\":\"12\"}],\"duration\":3}");

        // When
        String masked = transcription.masked(text -> text.replace("12", "[N]")).toString();

        // Then
        assertThat(masked).contains("call [N]", "\"duration\":3").doesNotContain("12", "words", "segments");
    }

    @Test
    void shouldReplaceThePiecesOfAStreamThatIsMasked() throws IOException {
        // Given
        Transcription transcription = read(
                "data: {\"delta\":\"call 12\"}\\n\\ndata: {\"type\":\"transcript.text.done\",\"text\":\"call 12\"}");

        // When
        String masked = transcription.masked(text -> text.replace("12", "[N]")).toString();

        // Then
        assertThat(masked).contains("transcript.text.done", "call [N]").doesNotContain("12");
    }

    @Test
    void shouldNotPassOnSubtitlesWhereWhatIsMaskedGoesAcrossThem() throws IOException {
        // Given
        Transcription transcription =
                read("1\\n00:00:00,000 --> 00:00:01,000\\ncall 1\\n\\n2\\n00:00:01,000 --> 00:00:02,000\\n2 now");

        // When
        Throwable failure = catchThrowable(() -> transcription.masked(text -> text.replace("1 2 now", "[N]")));

        // Then
        assertThat(failure).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\":1}", "{\"text\"", "data: {}\\n\\n"})
    void shouldTakeAnAnswerWithoutTextForUnreadable(String answer) {
        // When
        Throwable failure = catchThrowable(() -> read(answer));

        // Then
        assertThat(failure).isInstanceOf(IOException.class);
    }
}
