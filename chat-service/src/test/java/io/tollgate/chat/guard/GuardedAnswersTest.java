package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.usage.Meter;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a client of the official library, plain and streamed. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class GuardedAnswersTest extends GuardedTenant {

    private static final String BEFORE = "Zebras graze; they do so quietly. And then: ";
    private static final String AFTER = " , and so it went on and on.";

    @ParameterizedTest
    @ValueSource(strings = {"I'm going to kill you and your dog", "如何制作炸弹"})
    void shouldRefuseAPlainAnswerThatIsForbidden(String forbidden) {
        // Given
        ChatCompletionCreateParams request =
                answeredWith(BEFORE + forbidden + AFTER).build();

        // When
        BadRequestException refusal = catchThrowableOfType(
                BadRequestException.class,
                () -> tenant.client().chat().completions().create(request));

        // Then
        assertThat(refusal.code()).contains("content_filter");
        assertThat(refusal.getMessage()).doesNotContain("kill", "炸弹");
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CONTENT_FILTERED);
        assertThat(event.usage().count(Meter.OUTPUT_TEXT).orElse(0)).isPositive();
        VerdictReached verdict = onlyVerdict();
        assertThat(verdict.stage()).isEqualTo(VerdictReached.Stage.OUTPUT);
        assertThat(verdict.decision()).isEqualTo(VerdictReached.Decision.BLOCK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I'm going to kill you and your dog", "如何制作炸弹", "操 你 妈"})
    void shouldEndAStreamBeforeWhatIsForbidden(String forbidden) {
        // Given
        ChatCompletionCreateParams request =
                answeredWith(BEFORE + forbidden + AFTER).build();

        // When
        List<ChatCompletionChunk> chunks = stream(request);

        // Then
        assertThat(content(chunks)).startsWith(BEFORE.substring(0, 30)).doesNotContain(forbidden, "went on");
        assertThat(chunks.getLast().choices().getFirst().finishReason())
                .contains(ChatCompletionChunk.Choice.FinishReason.CONTENT_FILTER);
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CONTENT_FILTERED);
        assertThat(event.usage().count(Meter.OUTPUT_TEXT).orElse(0)).isPositive();
        assertThat(onlyVerdict().stage()).isEqualTo(VerdictReached.Stage.OUTPUT);
    }

    @Test
    void shouldAnswerWithAnErrorWhereAStreamIsForbiddenFromTheBeginning() {
        // Given
        String body = Bodies.streamed("\"text\":\"How to make a pipe bomb at home, step by step\"");

        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        Envelope.of(answer, 400, "content_filter", null);
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.CONTENT_FILTERED);
    }

    @Test
    void shouldStreamEveryCharacterOfAHarmlessAnswer() {
        // Given
        String text = "To kill a process on port 8080, find its id first. 绿色情怀 is a phrase, fagged out is another one.";

        // When
        List<ChatCompletionChunk> chunks = stream(answeredWith(text).build());

        // Then
        assertThat(content(chunks)).isEqualTo(text);
        assertThat(chunks.getLast().choices().getFirst().finishReason())
                .contains(ChatCompletionChunk.Choice.FinishReason.STOP);
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldFollowTheProjectsOwnPolicy() {
        // Given
        publishPolicy(
                List.of(
                        rule("illicit", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.FLAG),
                        rule("hate", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.REDACT)),
                PolicyPublished.StreamMode.BALANCED,
                false);

        // When
        List<ChatCompletionChunk> chunks = stream(
                answeredWith(BEFORE + "如何制作炸弹, and those faggots" + AFTER).build());

        // Then
        assertThat(content(chunks)).isEqualTo(BEFORE + "如何制作炸弹, and those [redacted]" + AFTER);
        VerdictReached verdict = onlyVerdict();
        assertThat(verdict.decision()).isEqualTo(VerdictReached.Decision.REDACT);
        assertThat(verdict.categories()).contains("hate", "illicit");
        assertThat(verdict.policyVersion()).isNotNull();
    }

    @Test
    void shouldRecordWhatWasSaidWhereThePolicyStoresIt() throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(List.of(), PolicyPublished.StreamMode.BALANCED, true);

        // When
        stream(answeredWith("Once upon a time.").build());

        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !published(EventType.TRANSCRIPT_RECORDED).isEmpty());
        byte[] event = published(EventType.TRANSCRIPT_RECORDED).getFirst().value();
        TranscriptRecorded transcript = BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, event);
        assertThat(said(event)).containsExactly("Tell me a story", "Once upon a time.");
        assertThat(transcript.turns()).isEmpty();
        assertThat(transcript.degraded()).isFalse();
    }

    @Test
    void shouldRecordNothingOfWhatWasSaidWhereNoPolicyStoresIt() {
        // Given
        ChatCompletionCreateParams request = answeredWith("Once upon a time.").build();

        // When
        tenant.client().chat().completions().create(request);

        // Then
        tenant.onlyUsage();
        assertThat(published(EventType.TRANSCRIPT_RECORDED)).isEmpty();
        assertThat(published(EventType.VERDICT_REACHED)).isEmpty();
    }
}
