package io.tollgate.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TranscriptContentTest {

    private static final UUID KEY_ID = UUID.fromString("0197a3c4-7000-7aaa-bbbb-000000000001");
    private static final UUID REQUEST = UUID.fromString("0197a3c4-5b1d-7c11-9b2c-000000000001");
    private static final List<Turn> TURNS = List.of(
            new Turn(Stage.INPUT, "user", "你好 \uD83D\uDC26", null, null),
            new Turn(Stage.OUTPUT, "assistant", "hello", 1, "content"));

    private final ContentSealer sealer;
    private final ContentOpener opener;

    TranscriptContentTest() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        sealer = ContentSealer.of(
                KEY_ID, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        opener = ContentOpener.of(
                KEY_ID, pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
    }

    @Test
    void shouldOpenWhatWasSaid() throws UnreadableContentException {
        // When
        List<Turn> opened = TranscriptContent.open(
                opener, REQUEST, "a", "p", TranscriptContent.seal(sealer, REQUEST, "a", "p", TURNS));

        // Then
        assertThat(opened).isEqualTo(TURNS);
    }

    @Test
    void shouldNotOpenAsSomebodyElses() {
        // Given
        SealedContent sealed = TranscriptContent.seal(sealer, REQUEST, "a", "p", TURNS);

        // Then
        assertThatThrownBy(() -> TranscriptContent.open(opener, REQUEST, "b", "p", sealed))
                .isInstanceOf(UnreadableContentException.class);
    }

    @Test
    void shouldRefuseWhatIsLargerThanAnyTranscriptWithoutKeepingIt() {
        // Given
        SealedContent sealed = TranscriptContent.seal(
                sealer,
                REQUEST,
                "a",
                "p",
                List.of(new Turn(Stage.INPUT, "user", "a".repeat(TranscriptContent.SIZE_MAX), null, null)));

        // Then
        assertThatThrownBy(() -> TranscriptContent.open(opener, REQUEST, "a", "p", sealed))
                .hasMessageContaining("larger than");
    }

    @Test
    void shouldNotQuoteWhatIsNoTranscript() {
        // Given
        byte[] context = (REQUEST + "\na\np").getBytes(StandardCharsets.UTF_8);
        SealedContent sealed = sealer.seal("planted".getBytes(StandardCharsets.UTF_8), context);

        // Then
        assertThatThrownBy(() -> TranscriptContent.open(opener, REQUEST, "a", "p", sealed))
                .isInstanceOf(UnreadableContentException.class)
                .hasMessageNotContaining("planted");
    }
}
