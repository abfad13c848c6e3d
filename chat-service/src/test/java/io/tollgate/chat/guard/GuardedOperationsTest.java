package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Action;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.event.UsageRecorded.Status;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard on what models do beside chat. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class GuardedOperationsTest extends RunningGateway {

    private static final String THREAT = "I'm going to kill you and your dog";
    private static final String EMAIL = "ann.example@mail.example.org";

    private HttpResponse<String> post(String path, String type, String body) {
        return tenant.send(tenant.request(path)
                .setHeader("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> transcribe(String said, String format) {
        return form("/v1/audio/transcriptions", "file", "says:" + said, "response_format", format);
    }

    private HttpResponse<String> form(String path, String... fields) {
        StringBuilder body = new StringBuilder(
                "--edge\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nsimulator/whisper-1\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--edge\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append("\"\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        return post(path, "multipart/form-data; boundary=edge", body + "--edge--\r\n");
    }

    private void publish(Rule... rules) {
        billing.publishPolicy(tenant.organization(), List.of(rules), PolicyPublished.StreamMode.BALANCED, null, false);
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> policies.of(caller).version() != null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/completions        | prompt | messages | {\"model\":\"small\",",
                "/v1/embeddings         | input  | input    | {\"model\":\"simulator/text-embedding-3-small\",",
                "/v1/audio/speech       | input  | input    | {\"model\":\"simulator/tts-1\",\"voice\":\"alloy\",",
                "/v1/images/generations | prompt | prompt   | {\"model\":\"simulator/dall-e-3\",",
            })
    void shouldRefuseATextWhateverIsMadeOfIt(String path, String field, String param, String body) {
        // Given
        long served = simulator.calls();

        // When
        HttpResponse<String> answer = post(path, "application/json", body + "\"" + field + "\":\"" + THREAT + "\"}");

        // Then
        Envelope.of(answer, 400, "content_policy_violation", param);
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.BLOCKED);
        assertThat(simulator.calls()).isEqualTo(served);
    }

    @Test
    void shouldRefuseAMessageInAnthropicsLanguage() {
        // When
        HttpResponse<String> answer = post(
                "/v1/messages",
                "application/json",
                "{\"model\":\"small\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"" + THREAT
                        + "\"}]}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("content policy").doesNotContain("dog");
    }

    @Test
    void shouldRefuseThePromptOfATranscription() {
        // When
        HttpResponse<String> answer = form("/v1/audio/transcriptions", "file", "sound", "prompt", THREAT);

        // Then
        Envelope.of(answer, 400, "content_policy_violation", "prompt");
    }

    @Test
    void shouldMaskThePromptOfAFormAndLeaveItsFileAlone() {
        // Given
        publish(new Rule("pii.email", Stage.INPUT, Action.REDACT, null));

        // When
        HttpResponse<String> answer =
                form("/v1/audio/transcriptions", "prompt", "Write to " + EMAIL, "file", "says:Write to " + EMAIL);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(EMAIL);
        assertThat(answer.headers().firstValue("x-tollgate-moderation")).contains("redact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text", "srt"})
    void shouldWithholdATranscriptionWhateverItsForm(String format) {
        // When
        HttpResponse<String> answer = transcribe(THREAT, format);

        // Then
        Envelope.of(answer, 400, "content_filter", null);
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.CONTENT_FILTERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text", "srt"})
    void shouldRedactATranscriptionWhateverItsForm(String format) {
        // Given
        publish(new Rule("pii.email", Stage.OUTPUT, Action.REDACT, null));

        // When
        HttpResponse<String> answer = transcribe("Write to " + EMAIL + " today", format);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Write to [", "] today").doesNotContain(EMAIL);
    }

    @Test
    void shouldHandOnAHarmlessTranscriptionByteForByte() {
        // When
        HttpResponse<String> answer = transcribe("Good morning", "srt");

        // Then
        assertThat(answer.body()).isEqualTo("1\n00:00:00,000 --> 00:00:02,000\nGood morning\n\n");
        assertThat(answer.headers().firstValue("content-type")).contains("application/x-subrip");
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.OK);
    }

    @Test
    void shouldSayThatNothingWasExaminedWhereThereIsNoText() {
        // When
        HttpResponse<String> answer = post(
                "/v1/embeddings",
                "application/json",
                "{\"model\":\"simulator/text-embedding-3-small\",\"input\":[1,2,3]}");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-moderation-status")).contains("skipped");
    }
}
