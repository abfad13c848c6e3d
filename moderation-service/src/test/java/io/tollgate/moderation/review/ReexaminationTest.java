package io.tollgate.moderation.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.content.SealedContent;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.TranscriptRecorded.Stage;
import io.tollgate.contracts.event.TranscriptRecorded.Turn;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.moderation.engine.ModerationEngine;
import io.tollgate.moderation.transcript.StoredTranscript;
import io.tollgate.moderation.transcript.StoredTranscript.Earlier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReexaminationTest {

    private static final ModerationEngine ENGINE = ModerationEngine.load();
    private static final UUID REQUEST = UUID.fromString("0197a3c4-5b1d-7c11-9b2c-000000000001");
    private static final UUID VERDICT = UUID.fromString("0197a3c4-5b1d-7c11-9b2c-000000000002");
    private static final Earlier NOTHING_FOUND = new Earlier(Decision.ALLOW, null);

    private final AtomicInteger asked = new AtomicInteger();
    private Uni<JudgeAnswer> opinion = Uni.createFrom().failure(new IllegalStateException("the judge is away"));

    private List<Outcome> examine(StoredTranscript transcript, PolicyRules policy, String question, String answer) {
        SecondOpinion judge = request -> {
            asked.incrementAndGet();
            return opinion;
        };
        return new Reexamination(new Examination(ENGINE), judge, Generators.timeBasedEpochGenerator(), ENGINE.version())
                .examine(
                        transcript,
                        List.of(
                                new Turn(Stage.INPUT, "user", question, null, null),
                                new Turn(Stage.OUTPUT, "assistant", answer, 0, "content")),
                        policy)
                .await()
                .indefinitely();
    }

    private static StoredTranscript transcript(boolean degraded, Earlier input, Earlier output) {
        return new StoredTranscript(
                REQUEST,
                "org_a",
                "proj_a",
                "small",
                Instant.EPOCH,
                1L,
                degraded,
                false,
                true,
                input,
                output,
                new SealedContent(UUID.randomUUID(), ""),
                1);
    }

    private static PolicyRules policy(PolicyPublished.Action action, @Nullable String judge) {
        return PolicyRules.of(new PolicyPublished(
                1,
                "org_a",
                "proj_a",
                true,
                PolicyPublished.FailMode.OPEN,
                PolicyPublished.StreamMode.BALANCED,
                List.of(
                        new PolicyPublished.Rule("names", PolicyPublished.Stage.INPUT, action, null),
                        new PolicyPublished.Rule("names", PolicyPublished.Stage.OUTPUT, action, null)),
                List.of(new PolicyPublished.TermList("names", List.of("bluebird nine"))),
                List.of(),
                judge,
                true,
                30));
    }

    @Test
    void shouldReachAVerdictThatSupersedesTheOneThen() {
        // When
        List<Outcome> outcomes = examine(
                transcript(false, NOTHING_FOUND, new Earlier(Decision.FLAG, VERDICT)),
                policy(PolicyPublished.Action.BLOCK, null),
                "hello",
                "here comes bluebird nine");

        // Then
        assertThat(outcomes.getFirst().verdict()).isNull();
        assertThat(outcomes.getLast().isForReview()).isTrue();
        VerdictReached verdict = Objects.requireNonNull(outcomes.getLast().verdict());
        assertThat(verdict.supersedes()).isEqualTo(VERDICT);
        assertThat(verdict.decision()).isEqualTo(Decision.BLOCK);
        assertThat(verdict.requestId()).isEqualTo(REQUEST);
        assertThat(verdict.categories()).containsExactly("names");
        assertThat(verdict.toString()).doesNotContain("bluebird");
    }

    @Test
    void shouldSayNothingAgainWhereNothingIsNew() {
        // When
        List<Outcome> outcomes = examine(
                transcript(false, new Earlier(Decision.FLAG, VERDICT), NOTHING_FOUND),
                policy(PolicyPublished.Action.FLAG, null),
                "bluebird nine",
                "hello");

        // Then
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.verdict()).isNull());
        assertThat(outcomes.getFirst().isForReview()).isTrue();
    }

    @Test
    void shouldAskTheJudgeAboutWhatPassedWhileItWasAway() {
        // Given
        opinion = Uni.createFrom().item(new JudgeAnswer(JudgeAnswer.Opinion.SAFE, List.of(), null));

        // When
        List<Outcome> outcomes = examine(
                transcript(true, new Earlier(Decision.FLAG, VERDICT), NOTHING_FOUND),
                policy(PolicyPublished.Action.ESCALATE, "guard"),
                "bluebird nine",
                "hello");

        // Then
        VerdictReached verdict = Objects.requireNonNull(outcomes.getFirst().verdict());
        assertThat(verdict.supersedes()).isEqualTo(VERDICT);
        assertThat(verdict.decision()).isEqualTo(Decision.ALLOW);
        assertThat(verdict.degraded()).isFalse();
        assertThat(outcomes.getFirst().isForReview()).isFalse();
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldDoWithAJudgementWhatTheGatewayDoes() {
        // Given
        opinion = Uni.createFrom().item(new JudgeAnswer(JudgeAnswer.Opinion.UNSAFE, List.of(), "guard"));

        // When
        List<Outcome> outcomes = examine(
                transcript(true, new Earlier(Decision.FLAG, VERDICT), NOTHING_FOUND),
                policy(PolicyPublished.Action.ESCALATE, "guard"),
                "bluebird nine",
                "hello");

        // Then
        assertThat(outcomes.getFirst().decision()).isEqualTo(Decision.BLOCK);
        assertThat(outcomes.getFirst().isForReview()).isTrue();
    }

    @Test
    void shouldNotAskTheJudgeTwiceAboutTheSameRequest() {
        // When
        List<Outcome> outcomes = examine(
                transcript(false, new Earlier(Decision.FLAG, VERDICT), NOTHING_FOUND),
                policy(PolicyPublished.Action.ESCALATE, "guard"),
                "bluebird nine",
                "hello");

        // Then
        assertThat(asked).hasValue(0);
        assertThat(outcomes.getFirst().decision()).isEqualTo(Decision.FLAG);
    }

    @Test
    void shouldJudgeAnAnswerThatPassedBeforeAnybodyWasAsked() {
        // Given
        opinion = Uni.createFrom().item(new JudgeAnswer(JudgeAnswer.Opinion.UNSAFE, List.of(), "guard"));

        // When
        List<Outcome> outcomes = examine(
                transcript(false, NOTHING_FOUND, new Earlier(Decision.ESCALATE, VERDICT)),
                policy(PolicyPublished.Action.ESCALATE, "guard"),
                "hello",
                "bluebird nine");

        // Then
        VerdictReached verdict = Objects.requireNonNull(outcomes.getLast().verdict());
        assertThat(verdict.stage()).isEqualTo(VerdictReached.Stage.OUTPUT);
        assertThat(verdict.supersedes()).isEqualTo(VERDICT);
        assertThat(verdict.decision()).isEqualTo(Decision.BLOCK);
        assertThat(outcomes.getLast().isForReview()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldPutAnEscalatedAnswerBeforePeopleWhereNoJudgeIsNamed() {
        // When
        List<Outcome> outcomes = examine(
                transcript(false, NOTHING_FOUND, new Earlier(Decision.ESCALATE, VERDICT)),
                policy(PolicyPublished.Action.ESCALATE, null),
                "hello",
                "bluebird nine");

        // Then
        assertThat(outcomes.getLast().decision()).isEqualTo(Decision.ESCALATE);
        assertThat(outcomes.getLast().verdict()).isNull();
        assertThat(outcomes.getLast().isForReview()).isTrue();
    }

    @Test
    void shouldConcludeNothingWhileTheJudgeIsAway() {
        assertThatThrownBy(() -> examine(
                        transcript(true, new Earlier(Decision.FLAG, VERDICT), NOTHING_FOUND),
                        policy(PolicyPublished.Action.ESCALATE, "guard"),
                        "bluebird nine",
                        "hello"))
                .hasMessage("the judge is away");
    }
}
