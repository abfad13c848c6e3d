package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished.Action;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.event.PolicyPublished.StreamMode;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's own side is owed, once it passed in doubt, does not hang on what became of the answer. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class RequestsExaminedAgainTest extends GuardedTenant {

    private static final String DOUBTFUL = "And then: I want to kill them, and so it went on and on.";
    private static final String THREAT = "I'm going to kill you and your dog";
    private static final Rule ESCALATED = rule("violence", Stage.INPUT, Action.ESCALATE);

    private void publishPolicy(Rule... rules) {
        publishContentKey();
        publishPolicy(List.of(rules), StreamMode.BALANCED, false);
    }

    private byte[] onlyTranscript() {
        await().atMost(PATIENCE)
                .until(() -> !published(EventType.TRANSCRIPT_RECORDED).isEmpty());
        assertThat(published(EventType.TRANSCRIPT_RECORDED)).hasSize(1);
        return published(EventType.TRANSCRIPT_RECORDED).getFirst().value();
    }

    private void assertOnlyTheRequestIsTold(String asked) throws GeneralSecurityException, UnreadableContentException {
        byte[] event = onlyTranscript();
        assertThat(said(event)).containsExactly(asked);
        TranscriptRecorded transcript = BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, event);
        assertThat(Objects.requireNonNull(transcript.decisions()))
                .extracting(TranscriptRecorded.Decided::stage)
                .containsExactly(TranscriptRecorded.Stage.INPUT);
    }

    @Test
    void shouldHaveTheRequestExaminedWhenTheClientHangsUp()
            throws IOException, InterruptedException, GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(ESCALATED);
        String endless = Bodies.saying(
                "small", DOUBTFUL, ",\"stream\":true,\"simulator\":{\"completion_tokens\":10000,\"chunk_ms\":20}");
        InputStream events = tenant.http()
                .send(tenant.chat(endless), BodyHandlers.ofInputStream())
                .body();
        assertThat(events.readNBytes(1_000)).hasSize(1_000);

        // When
        events.close();

        // Then
        assertThat(said(onlyTranscript())).hasSize(2).first().isEqualTo(DOUBTFUL);
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.CLIENT_DISCONNECT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHaveOnlyTheRequestExaminedWhenTheAnswerIsWithheld(boolean streamed)
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(ESCALATED, rule("violence", Stage.OUTPUT, Action.BLOCK));

        // When
        tenant.complete(Bodies.saying(
                "small",
                DOUBTFUL,
                ",\"stream\":" + streamed + ",\"simulator\":{\"text\":\"Once there was a quiet lake. " + THREAT
                        + "\"}"));

        // Then
        assertOnlyTheRequestIsTold(DOUBTFUL);
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.CONTENT_FILTERED);
    }

    @Test
    void shouldHaveTheRequestExaminedWhenTheJudgeWasAwayAndTheProviderFails()
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishContentKey();
        billing.publishPolicy(
                tenant.organization(), List.of(ESCALATED), StreamMode.BALANCED, FailMode.OPEN, "away", false);
        await().atMost(PATIENCE).until(() -> policies.of(caller()).version() != null);

        // When
        HttpResponse<String> answer =
                tenant.complete(Bodies.saying("small", DOUBTFUL, ",\"simulator\":{\"fault\":\"reset\"}"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertOnlyTheRequestIsTold(DOUBTFUL);
        assertThat(BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, onlyTranscript())
                        .degraded())
                .isTrue();
    }

    private HttpResponse<String> post(String path, String type, String body) {
        return tenant.send(tenant.request(path)
                .setHeader("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/embeddings         | {'model':'simulator/text-embedding-3-small','input':'%s'}",
                "/v1/audio/speech       | {'model':'simulator/tts-1','voice':'alloy','input':'%s'}",
                "/v1/images/generations | {'model':'simulator/dall-e-3','prompt':'%s'}"
            },
            quoteCharacter = '`')
    void shouldHaveTheRequestExaminedWhenTheAnswerIsNoText(String path, String body)
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(ESCALATED);

        // When
        HttpResponse<String> answer =
                post(path, "application/json", body.replace('\'', '"').formatted(DOUBTFUL));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertOnlyTheRequestIsTold(DOUBTFUL);
    }

    @Test
    void shouldHaveThePromptExaminedWhenTheTranscriptionIsPassedOnUnread()
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(ESCALATED);

        // When
        HttpResponse<String> answer = post(
                "/v1/audio/transcriptions",
                "multipart/form-data; boundary=edge",
                Stream.of(
                                "model\"\r\n\r\nsimulator/whisper-1",
                                "prompt\"\r\n\r\n" + DOUBTFUL,
                                "response_format\"\r\n\r\nsrt",
                                "file\"\r\n\r\nsays:Good morning")
                        .map(field -> "--edge\r\nContent-Disposition: form-data; name=\"" + field + "\r\n")
                        .collect(Collectors.joining("", "", "--edge--\r\n")));

        // Then
        assertThat(answer.body()).contains("-->", "Good morning");
        assertOnlyTheRequestIsTold(DOUBTFUL);
    }

    @Test
    void shouldHaveTheRequestExaminedWhenOnlyItsTokensAreCounted()
            throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(ESCALATED);

        // When
        HttpResponse<String> answer = post(
                "/v1/messages/count_tokens",
                "application/json",
                Bodies.saying("scripted-claude/claude-counts", DOUBTFUL, ""));

        // Then
        assertThat(answer.headers().firstValue("x-tollgate-counted-by")).contains("provider");
        assertOnlyTheRequestIsTold(DOUBTFUL);
    }

    @Test
    void shouldPublishNothingWhenTheRequestWasRefused() {
        // Given
        publishPolicy(rule("violence", Stage.INPUT, Action.BLOCK));

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("small", DOUBTFUL, ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        onlyVerdict();
        assertThat(published(EventType.TRANSCRIPT_RECORDED)).isEmpty();
    }
}
