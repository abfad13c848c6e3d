package io.tollgate.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a provider's stream must not make of this process. */
class BrokenStreamsTest {

    private static final byte[] REQUEST =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(StandardCharsets.UTF_8);

    private static ProviderTranslator translator(ProviderPair pair) {
        return pair.translator(REQUEST, true);
    }

    private static byte[] delta(ProviderPair pair, String text) {
        ObjectNode event = Json.object().put("event", "contentBlockDelta");
        event.putObject("payload")
                .put("contentBlockIndex", 0)
                .putObject("delta")
                .put("text", text);
        return pair.frame(event);
    }

    @Test
    void shouldRefuseAMessageWhoseChecksumIsWrong() {
        // Given
        byte[] damaged = delta(ProviderPair.BEDROCK, "damaged");
        damaged[damaged.length - 5] ^= 1;

        // When
        UntranslatableAnswerException refused = assertThrows(
                UntranslatableAnswerException.class,
                () -> translator(ProviderPair.BEDROCK).piece(damaged));

        // Then
        assertThat(refused.reason()).contains("damaged");
    }

    @Test
    void shouldNotWaitForALengthWhoseChecksumIsWrong() {
        // Given
        byte[] prelude = Arrays.copyOf(delta(ProviderPair.BEDROCK, "x"), 12);
        prelude[1] = 1;

        // When
        UntranslatableAnswerException refused = assertThrows(
                UntranslatableAnswerException.class,
                () -> translator(ProviderPair.BEDROCK).piece(prelude));

        // Then
        assertThat(refused.reason()).contains("checksum");
    }

    @Test
    void shouldHoldNoMoreThanOneEventOfBoundedSize() {
        // Given
        byte[] endless = new byte[ServerSentEvents.EVENT_SIZE_MAX + 1];
        Arrays.fill(endless, (byte) ':');

        // When
        UntranslatableAnswerException refused = assertThrows(
                UntranslatableAnswerException.class,
                () -> translator(ProviderPair.GEMINI).piece(endless));

        // Then
        assertThat(refused.reason()).contains("larger than");
    }

    @Test
    void shouldNotCompleteAStreamThatWasCutOff() throws UntranslatableAnswerException {
        // Given
        ProviderTranslator translator = translator(ProviderPair.GEMINI);
        ObjectNode event = Json.object();
        event.putArray("candidates")
                .addObject()
                .putObject("content")
                .putArray("parts")
                .addObject()
                .put("text", "Hel");
        translator.piece(ProviderPair.GEMINI.frame(event));

        // When
        byte[] end = translator.ended();

        // Then
        assertThat(end).isEmpty();
    }

    @Test
    void shouldWriteHalfACharacterEscapedBecauseUtf8CannotHoldIt() {
        // Given
        ObjectNode text = Json.object().put("text", "half \ud83d of a pair");

        // When
        String json = new String(Json.bytes(text), StandardCharsets.UTF_8);

        // Then
        assertThat(json).isEqualTo("{\"text\":\"half \\uD83D of a pair\"}");
    }
}
