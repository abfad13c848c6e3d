package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.usage.Meter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class ChatCompletionsTest extends RunningGateway {

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
        ChatCompletion answer = tenant.client().chat().completions().create(request);

        // Then
        long prompt = answer.usage().orElseThrow().promptTokens();
        UsageRecorded event = tenant.onlyUsage();
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
        assertThat(tenant.onlyUsage().usage().count(Meter.OUTPUT_TEXT)).hasValue(7);
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

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> stream =
                tenant.client().chat().completions().createStreaming(request)) {
            return stream.stream().toList();
        }
    }
}
