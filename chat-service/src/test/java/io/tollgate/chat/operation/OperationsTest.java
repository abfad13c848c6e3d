package io.tollgate.chat.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What models do beside chat, through the running service: answered, admitted, and metered in its own unit. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class OperationsTest extends RunningGateway {

    private HttpResponse<String> form(String path, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--edge\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append(fields[i].equals("file") ? "\"; filename=\"a.wav\"" : "\"")
                    .append("\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        body.append("--edge--\r\n");
        return tenant.send(tenant.request(path)
                .setHeader("content-type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    @Test
    void shouldEmbedAndRecordTheTokensThatWereRead() {
        // Given
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model("simulator/text-embedding-3-small")
                .inputOfArrayOfStrings(List.of("the quick brown fox", "jumps"))
                .dimensions(8)
                .build();

        // When
        CreateEmbeddingResponse answer = tenant.client().embeddings().create(request);

        // Then
        assertThat(answer.data()).hasSize(2);
        assertThat(answer.data().getFirst().embedding()).hasSize(8);
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.operation()).isEqualTo(Operation.EMBEDDING);
        assertThat(event.usage().counts())
                .isEqualTo(Map.of(Meter.INPUT_UNCACHED, answer.usage().promptTokens()));
        assertThat(event.usageSource()).isEqualTo(UsageSource.PROVIDER);
    }

    @Test
    void shouldSpeakAndRecordTheCharacters() {
        // Given
        SpeechCreateParams request = SpeechCreateParams.builder()
                .model("simulator/tts-1")
                .voice("alloy")
                .input("Grüß Gott 😀")
                .build();

        // When
        String sound = spoken(request);

        // Then
        assertThat(sound).startsWith("ID3");
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.operation()).isEqualTo(Operation.SPEECH);
        assertThat(event.usage().counts()).isEqualTo(Map.of(Meter.INPUT_CHARACTERS, 11L));
    }

    private String spoken(SpeechCreateParams request) {
        try (com.openai.core.http.HttpResponse answer =
                tenant.client().audio().speech().create(request)) {
            return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void shouldTranscribeAndRecordTheSeconds() {
        // When
        HttpResponse<String> answer =
                form("/v1/audio/transcriptions", "model", "simulator/whisper-1", "file", "x".repeat(40_000));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("simulated transcription");
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.operation()).isEqualTo(Operation.TRANSCRIPTION);
        assertThat(event.modelBilled()).isEqualTo("whisper-1");
        assertThat(event.usage().counts()).isEqualTo(Map.of(Meter.AUDIO_SECONDS, 3L));
    }

    @Test
    void shouldDrawAndRecordThePictures() {
        // Given
        ImageGenerateParams request = ImageGenerateParams.builder()
                .model("simulator/dall-e-3")
                .prompt("a lighthouse")
                .n(2)
                .build();

        // When
        int pictures =
                tenant.client().images().generate(request).data().orElseThrow().size();

        // Then
        assertThat(pictures).isEqualTo(2);
        assertThat(tenant.onlyUsage().usage().counts()).isEqualTo(Map.of(Meter.IMAGES, 2L));
    }

    @Test
    void shouldNameTheFieldThatIsMissing() {
        // When
        HttpResponse<String> noFile = form("/v1/audio/transcriptions", "model", "simulator/whisper-1");
        HttpResponse<String> noInput = tenant.send(tenant.request("/v1/embeddings")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"simulator/text-embedding-3-small\"}"))
                .build());
        HttpResponse<String> noForm = tenant.send(tenant.request("/v1/audio/translations")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());

        // Then
        assertThat(noFile.statusCode()).isEqualTo(400);
        assertThat(noFile.body()).contains("\"param\":\"file\"");
        assertThat(noInput.statusCode()).isEqualTo(400);
        assertThat(noInput.body()).contains("\"param\":\"input\"");
        assertThat(noForm.statusCode()).isEqualTo(400);
        assertThat(noForm.body()).contains("multipart/form-data");
    }
}
