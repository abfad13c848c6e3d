package io.tollgate.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventScannerTest {

    private static final String STREAM = event("") + event("one ") + event("\\\"two\\\" three") + "data: [DONE]\n\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void shouldCountWordsHoweverTheyAreCut(int pieceBytes) {
        // Given
        EventScanner scanner = new EventScanner();

        // When
        read(scanner, STREAM, pieceBytes);

        // Then
        assertThat(scanner.words()).isEqualTo(3);
        assertThat(scanner.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "data: [DONE]\n", "data: [DONE]\n\ndata: more\n\n", "data: [DONE]\n\nx", "data: x[DONE]\n\n"
            })
    void shouldMissTheEndOfAStreamThatIsNotEnded(String stream) {
        // Given
        EventScanner scanner = new EventScanner();

        // When
        scanner.read(stream.getBytes(UTF_8));

        // Then
        assertThat(scanner.isDone()).isFalse();
    }

    @Test
    void shouldCountTheWordsOfAnEventOnlyWhenItIsWhole() {
        // Given
        EventScanner scanner = new EventScanner();

        // When
        scanner.read((event("one ") + event("two ").stripTrailing() + "\n").getBytes(UTF_8));

        // Then
        assertThat(scanner.words()).isEqualTo(1);
    }

    private static String event(String content) {
        return "data: {\"choices\":[{\"index\":0, \"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
    }

    private static void read(EventScanner scanner, String stream, int pieceBytes) {
        for (int start = 0; start < stream.length(); start += pieceBytes) {
            scanner.read(stream.substring(start, Math.min(stream.length(), start + pieceBytes))
                    .getBytes(UTF_8));
        }
    }
}
