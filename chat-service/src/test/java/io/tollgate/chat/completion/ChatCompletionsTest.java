package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.usage.Meter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class ChatCompletionsTest {

    @TestHTTPResource("/v1")
    URI baseUrl;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private BillingDouble billing;
    private String organization;
    private OpenAIClient client;

    @BeforeEach
    void arrange() {
        billing = new BillingDouble(kafka);
        organization = "org_" + System.nanoTime();
        billing.publishPrice("simulator", "gpt-4o-mini");
        client = client(billing.createKey(organization));
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> !client.models().list().data().isEmpty());
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl.toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        billing.close();
    }

    private static ChatCompletionCreateParams.Builder hello() {
        return ChatCompletionCreateParams.builder()
                .model("small")
                .addUserMessage("Say hello to the world")
                .putAdditionalBodyProperty("simulator", JsonValue.from(Map.of("completion_tokens", 7)));
    }

    @Test
    void shouldAnswerAndRecordExactUsage() {
        // Given
        ChatCompletionCreateParams request = hello().build();

        // When
        ChatCompletion answer = client.chat().completions().create(request);

        // Then
        long prompt = answer.usage().orElseThrow().promptTokens();
        UsageRecorded event = onlyEvent();
        assertThat(event.status()).isEqualTo(UsageRecorded.Status.OK);
        assertThat(event.usage().counts()).isEqualTo(Map.of(Meter.INPUT_UNCACHED, prompt, Meter.OUTPUT_TEXT, 7L));
        assertThat(event.usageSource()).isEqualTo(UsageRecorded.UsageSource.PROVIDER);
        assertThat(event.modelRequested()).isEqualTo("small");
        assertThat(event.modelBilled()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void shouldStreamWithoutUsageUnlessAskedAndRecordItAllTheSame() {
        // Given
        ChatCompletionCreateParams request = hello().build();

        // When
        List<ChatCompletionChunk> chunks = stream(request);

        // Then
        assertThat(chunks).noneMatch(chunk -> chunk.usage().isPresent());
        assertThat(chunks.getLast().choices().getFirst().finishReason()).isPresent();
        assertThat(onlyEvent().usage().count(Meter.OUTPUT_TEXT)).hasValue(7);
    }

    @Test
    void shouldEndStreamWithOneUsageChunkWhenAsked() {
        // Given
        ChatCompletionCreateParams request = hello().streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        // When
        List<ChatCompletionChunk> chunks = stream(request);

        // Then
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(7);
        assertThat(chunks.stream().filter(chunk -> chunk.usage().isPresent())).hasSize(1);
    }

    @Test
    void shouldRefuseUnknownKey() {
        // Given
        OpenAIClient stranger = client("sk-tg-unknown");

        // When / Then
        assertThatThrownBy(() -> stranger.chat().completions().create(hello().build()))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("Incorrect API key");
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            return stream.stream().toList();
        }
    }

    private UsageRecorded onlyEvent() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !billing.usage(organization).isEmpty());
        List<UsageRecorded> events = billing.usage(organization);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }
}
