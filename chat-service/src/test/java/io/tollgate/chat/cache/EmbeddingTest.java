package io.tollgate.chat.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    private static final String FINGERPRINT = "f".repeat(43);
    private static final String OTHER = "g".repeat(43);

    private static Embedding embedding(float... vector) {
        return Embedding.of(vector).orElseThrow();
    }

    private static byte[] question(String fingerprint, float... vector) {
        return new AnsweredQuestion(fingerprint, embedding(vector)).toBytes();
    }

    @Test
    void shouldMeasureTheAngleWhateverTheLengths() {
        // Given
        Embedding one = embedding(3, 4);

        // When / Then
        assertThat(one.similarity(embedding(30, 40))).isEqualTo(1, within(1e-6));
        assertThat(one.similarity(embedding(4, -3))).isEqualTo(0, within(1e-6));
        assertThat(one.similarity(embedding(-3, -4))).isEqualTo(-1, within(1e-6));
        assertThat(one.similarity(embedding(4, 3))).isEqualTo(0.96, within(1e-6));
        assertThat(one.similarity(embedding(3, 4, 0))).isEqualTo(-1);
    }

    @Test
    void shouldReadTheFirstVectorOfAnAnswer() {
        // Given
        Buffer answer = Buffer.buffer("{\"data\":[{\"index\":0,\"embedding\":[3,4.0]},{\"embedding\":[1,1]}]}");

        // When / Then
        assertThat(Embedding.ofAnswer(answer)).contains(embedding(3, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"data\":{}}",
                "{\"data\":[]}",
                "{\"data\":[{}]}",
                "{\"data\":[{\"embedding\":\"AAAA\"}]}",
                "{\"data\":[{\"embedding\":[]}]}",
                "{\"data\":[{\"embedding\":[0,0]}]}",
                "{\"data\":[{\"embedding\":[1,null]}]}",
                "{\"data\":[{\"embedding\":[1,\"x\"]}]}",
                "{\"data\":[{\"embedding\":[1e300,1]}]}"
            })
    void shouldNotTakeAnythingElseForAVector(String answer) {
        // When / Then
        assertThat(Embedding.ofAnswer(Buffer.buffer(answer))).isEmpty();
    }

    @Test
    void shouldComeBackAsItWasKept() {
        // Given
        AnsweredQuestion question = new AnsweredQuestion(FINGERPRINT, embedding(0.1f, -0.7f, 12));

        // When
        byte[] bytes = question.toBytes();

        // Then
        assertThat(bytes).hasSize(43 + 3 * Float.BYTES);
        assertThat(AnsweredQuestion.ofBytes(bytes)).contains(question);
    }

    @Test
    void shouldFindTheNearestOfThoseThatAreNearEnough() {
        // Given
        List<byte[]> kept = List.of(question(FINGERPRINT, 3, 4), question(OTHER, 4, 3), question(FINGERPRINT, -1, 0));

        // When / Then
        assertThat(AnsweredQuestion.nearest(kept, embedding(4.1f, 3), 0.9))
                .map(AnsweredQuestion::fingerprint)
                .contains(OTHER);
        assertThat(AnsweredQuestion.nearest(kept, embedding(1, -1), 0.9)).isEmpty();
        assertThat(AnsweredQuestion.nearest(List.of(), embedding(1, 1), 0.5)).isEmpty();
    }

    @Test
    void shouldPassOverWhatIsNoQuestionOrOfAnotherModel() {
        // Given
        List<byte[]> kept = List.of(
                "short".getBytes(StandardCharsets.UTF_8),
                (FINGERPRINT + "xyz").getBytes(StandardCharsets.UTF_8),
                question(FINGERPRINT, 1, 1, 1));

        // When
        Optional<AnsweredQuestion> nearest = AnsweredQuestion.nearest(kept, embedding(1, 1), 0.5);

        // Then
        assertThat(nearest).isEmpty();
    }
}
