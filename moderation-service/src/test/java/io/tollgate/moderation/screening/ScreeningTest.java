package io.tollgate.moderation.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.uuid.Generators;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.failure.RefusedException;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import io.tollgate.moderation.verdict.Recording;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ScreeningTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final Origin ORIGIN = Origin.of("acme", null, null, null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Screening screening = new Screening(
            ENGINE,
            null,
            (verdict, traceParent) -> Uni.createFrom().item(Recording.RECORDED),
            new ModerationMetrics(registry),
            Generators.timeBasedEpochGenerator(),
            task -> {
                throw new RejectedExecutionException("full");
            },
            10);

    @Test
    void shouldExamineShortTextsWithoutWorkers() {
        // Given
        ScreeningRequest request =
                new ScreeningRequest("any", List.of(ScreeningInput.ofText("12345"), ScreeningInput.ofText("67890")));

        // When
        Screening.Outcome outcome = screening.screen(request, ORIGIN).await().atMost(AT_MOST);

        // Then
        assertThat(outcome.answer().results()).hasSize(2);
        assertThat(outcome.answer().id()).matches("modr-[0-9a-f]{32}");
    }

    @Test
    void shouldTurnLongTextsAwayWhenWorkersAreFull() {
        // Given
        ScreeningRequest request =
                new ScreeningRequest("any", List.of(ScreeningInput.ofText("12345"), ScreeningInput.ofText("678901")));

        // When
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> screening.screen(request, ORIGIN).await().atMost(AT_MOST));

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.envelope().error().code()).isEqualTo("server_is_overloaded");
        assertThat(registry.counter("moderation.overloaded").count()).isOne();
    }
}
