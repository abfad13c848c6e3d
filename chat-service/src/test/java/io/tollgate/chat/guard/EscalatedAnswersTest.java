package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished.Action;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.event.PolicyPublished.StreamMode;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.event.VerdictReached.Decision;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer waits for a judge: what a policy leaves to one passes, says so, and is put where it is examined again. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class EscalatedAnswersTest extends GuardedTenant {

    private static final String DOUBTFUL = "And then: I want to kill them, and so it went on and on.";
    private static final List<Rule> ESCALATED = List.of(rule("violence", Stage.OUTPUT, Action.ESCALATE));

    private String answer(ChatCompletionCreateParams request, boolean streamed) {
        if (streamed) {
            return content(stream(request));
        }
        ChatCompletion answer = tenant.client().chat().completions().create(request);
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private byte[] onlyTranscript() {
        await().atMost(PATIENCE)
                .until(() -> !published(EventType.TRANSCRIPT_RECORDED).isEmpty());
        assertThat(published(EventType.TRANSCRIPT_RECORDED)).hasSize(1);
        return published(EventType.TRANSCRIPT_RECORDED).getFirst().value();
    }

    private static void assertSaysEscalated(VerdictReached verdict) {
        assertThat(verdict.hits())
                .filteredOn(hit -> hit.detector().equals("judge"))
                .singleElement()
                .satisfies(hit -> {
                    assertThat(hit.rule()).isEqualTo("escalated");
                    assertThat(hit.end()).isEqualTo(verdict.characters());
                });
    }

    @ParameterizedTest
    @CsvSource({"true, BALANCED", "true, STRICT", "false, BALANCED"})
    void shouldLetAnEscalatedAnswerPassSayingSoAndHaveItExaminedThoughNothingIsStored(boolean streamed, StreamMode mode)
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishContentKey();
        publishPolicy(ESCALATED, mode, false);

        // When
        String answer = answer(answeredWith(DOUBTFUL).build(), streamed);

        // Then
        assertThat(answer).isEqualTo(DOUBTFUL);
        VerdictReached verdict = onlyVerdict();
        assertThat(verdict.stage()).isEqualTo(VerdictReached.Stage.OUTPUT);
        assertThat(verdict.decision()).isEqualTo(Decision.ESCALATE);
        assertThat(verdict.categories()).contains("violence");
        assertSaysEscalated(verdict);
        TranscriptRecorded transcript = BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, onlyTranscript());
        assertThat(transcript.retentionDays()).isNull();
        assertThat(transcript.degraded()).isFalse();
        assertThat(transcript.decisions())
                .containsExactly(new TranscriptRecorded.Decided(
                        TranscriptRecorded.Stage.OUTPUT, Decision.ESCALATE, verdict.verdictId()));
        assertThat(said(onlyTranscript())).containsExactly("Tell me a story", DOUBTFUL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayWhatIsEscalatedBesideWhatIsRedacted(boolean streamed)
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishContentKey();
        publishPolicy(
                List.of(ESCALATED.getFirst(), rule("pii.email", Stage.OUTPUT, Action.REDACT)),
                StreamMode.BALANCED,
                false);

        // When
        String answer = answer(
                answeredWith("Her address is " + EMAIL + " . " + DOUBTFUL).build(), streamed);

        // Then
        String masked = "Her address is [redacted] . " + DOUBTFUL;
        assertThat(answer).isEqualTo(masked);
        VerdictReached verdict = onlyVerdict();
        assertThat(verdict.decision()).isEqualTo(Decision.REDACT);
        assertThat(verdict.categories()).contains("violence", "pii.email");
        assertSaysEscalated(verdict);
        assertThat(said(onlyTranscript())).containsExactly("Tell me a story", masked);
    }

    @Test
    void shouldPublishNothingOfWhatWasSaidWhereNothingIsEscalated() {
        // Given
        publishContentKey();
        publishPolicy(ESCALATED, StreamMode.BALANCED, false);

        // When
        answer(answeredWith("Once upon a time.").build(), true);

        // Then
        tenant.onlyUsage();
        assertThat(published(EventType.TRANSCRIPT_RECORDED)).isEmpty();
        assertThat(published(EventType.VERDICT_REACHED)).isEmpty();
    }

    @Test
    void shouldOnlyFlagWhereAnswersAreAudited() {
        // Given
        publishContentKey();
        publishPolicy(ESCALATED, StreamMode.AUDIT, false);

        // When
        String answer = answer(answeredWith(DOUBTFUL).build(), true);

        // Then
        assertThat(answer).isEqualTo(DOUBTFUL);
        assertThat(onlyVerdict().decision()).isEqualTo(Decision.FLAG);
        assertThat(published(EventType.TRANSCRIPT_RECORDED)).isEmpty();
    }

    @Test
    void shouldHaveARequestExaminedThatNoJudgeIsNamedFor() throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishContentKey();
        publishPolicy(List.of(rule("violence", Stage.INPUT, Action.ESCALATE)), StreamMode.BALANCED, false);
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model("small")
                .addUserMessage(DOUBTFUL)
                .build();

        // When
        answer(request, true);

        // Then
        VerdictReached verdict = onlyVerdict();
        assertThat(verdict.stage()).isEqualTo(VerdictReached.Stage.INPUT);
        assertThat(verdict.decision()).isEqualTo(Decision.ESCALATE);
        assertSaysEscalated(verdict);
        assertThat(said(onlyTranscript())).first().isEqualTo(DOUBTFUL);
        TranscriptRecorded transcript = BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, onlyTranscript());
        assertThat(Objects.requireNonNull(transcript.decisions()))
                .extracting(TranscriptRecorded.Decided::stage)
                .containsExactly(TranscriptRecorded.Stage.INPUT);
    }
}
