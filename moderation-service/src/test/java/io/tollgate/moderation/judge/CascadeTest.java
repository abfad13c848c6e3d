package io.tollgate.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeAnswer.Opinion;
import io.tollgate.moderation.judge.JudgeException.Kind;
import io.tollgate.moderation.telemetry.ModerationMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BUDGET = Duration.ofMillis(500);
    private static final Question QUESTION = new Question(Stage.INPUT, List.of("violence"), List.of("a text"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> asked = new ArrayList<>();
    private final List<Duration> budgets = new ArrayList<>();

    /** A judge's model answers what its name says, or fails as it says; each call takes 200 ms. */
    private Uni<JsonNode> ask(String path, JsonNode body, Duration budget) {
        String model = body.path("model").asText();
        asked.add(model);
        budgets.add(budget);
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        for (Kind kind : Kind.values()) {
            if (model.equals(kind.name())) {
                return Uni.createFrom().failure(new JudgeException(kind, "as its name says"));
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("choices").addObject().putObject("message").put("content", "Safety: " + model);
        return Uni.createFrom().item((JsonNode) answer);
    }

    private JudgeAnswer judged(String judges) {
        List<Judge> members = Arrays.stream(judges.split(" ", -1))
                .map(name -> new Judge(name, new Qwen3GuardProtocol(), name, Duration.ofMillis(300), null))
                .toList();
        return new Cascade(members, this::ask, new ModerationMetrics(registry), nanos::get)
                .ask(QUESTION, BUDGET)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "safe unsafe, SAFE, safe",
        "unsafe safe, UNSAFE, unsafe",
        "controversial unsafe, UNSAFE, unsafe",
        "controversial safe, SAFE, safe",
        "safe, SAFE, safe",
        "controversial AWAY, CONTROVERSIAL, controversial",
        "TIMEOUT unsafe, UNSAFE, unsafe",
        "AWAY safe, SAFE, safe",
        "nonsense unsafe, UNSAFE, unsafe",
        "UNFIT safe, SAFE, safe",
    })
    void shouldAskUntilOneIsSure(String judges, Opinion opinion, String decider) {
        // When
        JudgeAnswer answer = judged(judges);

        // Then
        assertThat(answer.opinion()).isEqualTo(opinion);
        assertThat(answer.judge()).isEqualTo(decider);
        assertThat(asked.getFirst()).isEqualTo(judges.split(" ", -1)[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, TIMEOUT",
        "AWAY AWAY, AWAY",
        "nonsense, UNREADABLE",
        "UNFIT AWAY, UNFIT",
        "AWAY UNFIT, UNFIT",
    })
    void shouldGiveNoJudgementWhereNoneWasReached(String judges, Kind kind) {
        // When
        JudgeException failure = catchThrowableOfType(JudgeException.class, () -> judged(judges));

        // Then
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void shouldGiveEachJudgeWhatIsLeftOfTheTimeAndAskNoneWithoutAny() {
        // When
        JudgeException failure = catchThrowableOfType(JudgeException.class, () -> judged("AWAY AWAY AWAY safe"));

        // Then
        assertThat(failure.kind()).isEqualTo(Kind.AWAY);
        assertThat(asked).hasSize(3);
        assertThat(budgets).containsExactly(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(100));
    }

    @Test
    void shouldCountWhatEachJudgeSaid() {
        // When
        judged("nonsense safe");

        // Then
        assertThat(registry.get("moderation.judge.duration")
                        .tag("judge", "nonsense")
                        .tag("outcome", "unreadable")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("moderation.judge.duration")
                        .tag("judge", "safe")
                        .tag("outcome", "safe")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
