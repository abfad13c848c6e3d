package io.tollgate.moderation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.moderation.engine.stream.StreamDetector;
import io.tollgate.moderation.engine.stream.StreamGuard;
import io.tollgate.moderation.engine.stream.StreamMode;
import io.tollgate.moderation.engine.stream.StreamRules;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a harmful text is disguised, and into whatever pieces it is cut, no more of it is let go than if it came in one. */
class DisguisedStreamsTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final StreamDetector DETECTOR = StreamDetector.of(ENGINE);
    private static final StreamGuard.Key CONTENT = new StreamGuard.Key(0, "content");
    private static final int LONGEST_PIECE = 7;

    static Stream<Transform> transforms() {
        return Stream.concat(Transforms.all(), ChineseTransforms.all());
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void shouldLetGoTheSameOfADisguisedTextInPiecesAsOfAWholeOne(Transform transform) {
        // Given
        List<String> texts = TestLines.of("harmful-texts.txt").stream()
                .filter(text -> transform.applies(text, text.length()))
                .map(text -> "so: " + transform.disguise().apply(text) + " , and on it goes")
                .toList();
        List<String> expected = texts.stream()
                .map(text -> received(guard -> guard.whole(CONTENT, text)))
                .toList();

        // When
        for (int pieceLength = 1; pieceLength <= LONGEST_PIECE; pieceLength++) {
            List<String> received = inPieces(texts, pieceLength);

            // Then
            assertThat(received).as("pieces of " + pieceLength).isEqualTo(expected);
        }
    }

    private static List<String> inPieces(List<String> texts, int pieceLength) {
        return texts.stream().map(text -> received(text, pieceLength)).toList();
    }

    private static String received(String text, int pieceLength) {
        return received(guard -> {
            StringBuilder received = new StringBuilder();
            int start = 0;
            while (start < text.length()) {
                int end = start + Math.min(pieceLength, text.length() - start);
                received.append(guard.append(CONTENT, text.substring(start, end)));
                start = end;
            }
            return received.toString();
        });
    }

    private static String received(Function<StreamGuard, String> fed) {
        StreamGuard guard = new StreamGuard(DETECTOR, StreamRules.BLOCK_FLAGGED, StreamMode.BALANCED);
        StringBuilder received = new StringBuilder(fed.apply(guard));
        guard.finishAll().values().forEach(received::append);
        return received.append(guard.isBlocked() ? "[blocked]" : "").toString();
    }
}
