package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.ContentSealer;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TranscriptPublisherTest {

    private static final UUID KEY = UUID.fromString("0197a3c4-7000-7aaa-bbbb-000000000001");
    private static final UUID REQUEST = UUID.fromString("0197a3c4-5b1d-7c11-9b2c-000000000001");
    private static final List<Turn> TURNS = List.of(new Turn(Stage.INPUT, "user", "planted", null, null));
    private static final int ROOM = 3_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<TranscriptRecorded> sent = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();
    private Promise<Void> acknowledged = Promise.promise();
    private final KeyPair pair;

    TranscriptPublisherTest() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    }

    private TranscriptPublisher publisher(boolean hasKey) {
        ContentSealer sealer = ContentSealer.of(
                KEY, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        return new TranscriptPublisher(
                organization -> hasKey ? Optional.of(sealer) : Optional.empty(),
                Runnable::run,
                this::send,
                ROOM,
                registry);
    }

    private Future<Void> send(TranscriptRecorded transcript, byte[] event) {
        sent.add(transcript);
        bytes.add(event);
        return acknowledged.future();
    }

    private static TranscriptRecorded transcript() {
        return new TranscriptRecorded(
                REQUEST,
                "org_a",
                "proj_a",
                "key",
                null,
                "small",
                Instant.EPOCH,
                1L,
                null,
                null,
                false,
                30,
                false,
                List.of(),
                null);
    }

    private double lost(String reason) {
        return registry.counter("chat.guard.transcripts.lost", "reason", reason).count();
    }

    @Test
    void shouldPublishWhatOnlyTheHolderOfTheKeyCanRead() throws GeneralSecurityException, UnreadableContentException {
        // When
        publisher(true).publish(transcript(), TURNS);

        // Then
        TranscriptRecorded published = sent.getFirst();
        assertThat(published.turns()).isEmpty();
        assertThat(new String(bytes.getFirst(), StandardCharsets.UTF_8)).doesNotContain("planted");
        ContentOpener opener = ContentOpener.of(
                KEY, pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        assertThat(TranscriptContent.open(
                        opener, REQUEST, "org_a", "proj_a", Objects.requireNonNull(published.sealed())))
                .isEqualTo(TURNS);
    }

    @Test
    void shouldCountAsLostWhatHasNoKey() {
        // When
        publisher(false).publish(transcript(), TURNS);

        // Then
        assertThat(sent).isEmpty();
        assertThat(lost("no_key")).isEqualTo(1);
    }

    @Test
    void shouldCountAsLostWhatHasNoRoomUntilKafkaHasTheRest() {
        // Given
        TranscriptPublisher publisher = publisher(true);
        publisher.publish(transcript(), TURNS);
        publisher.publish(transcript(), TURNS);

        // When
        publisher.publish(transcript(), TURNS);

        // Then
        assertThat(lost("full")).isEqualTo(1);
        acknowledged.complete();
        acknowledged = Promise.promise();
        publisher.publish(transcript(), TURNS);
        assertThat(sent).hasSize(3);
    }

    @Test
    void shouldCountAsLostWhatKafkaDidNotTake() {
        // Given
        publisher(true).publish(transcript(), TURNS);

        // When
        acknowledged.fail("away");

        // Then
        assertThat(lost("kafka")).isEqualTo(1);
        assertThat(registry.counter("chat.guard.transcripts.published").count()).isZero();
    }

    @Test
    void shouldCountAsLostWhatNoRequestToKafkaTakes() {
        // Given
        StringBuilder text = new StringBuilder();
        new Random(1).ints(700_000, 0x4e00, 0x9fa5).forEach(text::appendCodePoint);
        TranscriptPublisher publisher = new TranscriptPublisher(
                organization -> Optional.of(ContentSealer.of(
                        KEY, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()))),
                Runnable::run,
                this::send,
                Long.MAX_VALUE,
                registry);

        // When
        publisher.publish(transcript(), List.of(new Turn(Stage.INPUT, "user", text.toString(), null, null)));

        // Then
        assertThat(lost("too_large")).isEqualTo(1);
    }
}
