package io.tollgate.moderation.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictRecorderTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HeldSender sender = new HeldSender();
    private final VerdictRecorder recorder =
            new VerdictRecorder(sender, new Bounds(Duration.ofMillis(20), 2), new ModerationMetrics(registry));

    @Test
    void shouldSayRecordedOnceAcknowledged() {
        // Given
        sender.answer(CompletableFuture.completedFuture(null));

        // When
        Recording recording = recorder.record(verdict(), null).await().atMost(AT_MOST);

        // Then
        assertThat(recording).isEqualTo(Recording.RECORDED);
        assertThat(counted("late") + counted("lost")).isZero();
    }

    @Test
    void shouldLetVerdictGoOnWhenItsCallerStopsWaiting() {
        // Given
        CompletableFuture<Void> acknowledgement = new CompletableFuture<>();
        sender.answer(acknowledgement);

        // When
        Recording recording = recorder.record(verdict(), null).await().atMost(AT_MOST);

        // Then
        assertThat(recording).isEqualTo(Recording.LATE);
        assertThat(counted("late")).isOne();
        assertThat(acknowledgement).isNotDone();
        assertThat(room()).isOne();
        acknowledgement.complete(null);
        assertThat(room()).isEqualTo(2);
        assertThat(counted("lost")).isZero();
    }

    @Test
    void shouldCountVerdictThatTheLogRefuses() {
        // Given
        sender.answer(CompletableFuture.failedFuture(new IllegalStateException("refused")));

        // When
        Recording recording = recorder.record(verdict(), null).await().atMost(AT_MOST);

        // Then
        assertThat(recording).isEqualTo(Recording.LOST);
        assertThat(counted("lost")).isOne();
        assertThat(room()).isEqualTo(2);
    }

    @Test
    void shouldCountVerdictThatCannotEvenBeSent() {
        // Given: a sender without an answer throws

        // When
        Recording recording = recorder.record(verdict(), null).await().atMost(AT_MOST);

        // Then
        assertThat(recording).isEqualTo(Recording.LOST);
        assertThat(counted("lost")).isOne();
        assertThat(room()).isEqualTo(2);
    }

    @Test
    void shouldLoseVerdictsBeyondItsBound() {
        // Given
        for (int i = 0; i < 2; i++) {
            sender.answer(new CompletableFuture<>());
            assertThat(recorder.record(verdict(), null).await().atMost(AT_MOST)).isEqualTo(Recording.LATE);
        }

        // When
        Recording recording = recorder.record(verdict(), null).await().atMost(AT_MOST);

        // Then
        assertThat(recording).isEqualTo(Recording.LOST);
        assertThat(counted("lost")).isOne();
    }

    private double counted(String what) {
        var counter = registry.find("moderation.verdict." + what).counter();
        return counter == null ? 0 : counter.count();
    }

    private double room() {
        return registry.get("moderation.verdict.room").gauge().value();
    }

    private static VerdictReached verdict() {
        return new VerdictReached(
                UUID.fromString("01970000-0000-7000-8000-000000000001"),
                null,
                "acme",
                null,
                VerdictReached.Stage.ENDPOINT,
                VerdictReached.Decision.ALLOW,
                false,
                "engine@1",
                Map.of(),
                List.of(),
                List.of(),
                1,
                1,
                null,
                null);
    }

    private record Bounds(Duration recordTimeout, int maxPending) implements VerdictConfig {}

    /** An event log that acknowledges when the test says so. */
    private static final class HeldSender implements VerdictSender {

        private final Queue<CompletableFuture<Void>> answers = new ArrayDeque<>();

        void answer(CompletableFuture<Void> answer) {
            answers.add(answer);
        }

        @Override
        public Uni<Void> send(VerdictReached verdict, @Nullable String traceParent) {
            return Uni.createFrom().completionStage(answers.remove());
        }
    }
}
