package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
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
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official OpenAI client, and behind the gateway providers that speak other languages. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class DialectsOutTest extends RunningGateway {

    private static final String HELLO = "Say hello to the world";

    private static ChatCompletionCreateParams.Builder hello(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(HELLO);
    }

    private void assertBilledAsServed(UsageRecorded event) {
        JsonNode served = simulator.call(event.attemptId());
        assertThat(event.usageSource()).isEqualTo(UsageRecorded.UsageSource.PROVIDER);
        assertThat(event.usage().counts())
                .isEqualTo(Map.of(
                        Meter.INPUT_UNCACHED,
                        served.path("prompt_tokens").asLong(),
                        Meter.OUTPUT_TEXT,
                        served.path("completion_tokens").asLong()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude", "gemini", "bedrock", "azure"})
    void shouldAnswerAndRecordExactUsage(String provider) {
        // Given
        ChatCompletionCreateParams request = hello(provider + "/large").build();

        // When
        ChatCompletion answer = tenant.client().chat().completions().create(request);

        // Then
        assertThat(answer.choices().getFirst().message().content())
                .hasValueSatisfying(text -> assertThat(text).contains(HELLO));
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(UsageRecorded.Status.OK);
        assertThat(event.provider()).isEqualTo(provider);
        assertBilledAsServed(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude", "gemini", "bedrock", "azure"})
    void shouldStreamAndRecordExactUsage(String provider) {
        // Given
        ChatCompletionCreateParams request = hello(provider + "/large")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();

        // When
        try (StreamResponse<ChatCompletionChunk> stream =
                tenant.client().chat().completions().createStreaming(request)) {
            stream.stream().forEach(accumulator::accumulate);
        }

        // Then
        ChatCompletion answer = accumulator.chatCompletion();
        assertThat(answer.choices().getFirst().message().content())
                .hasValueSatisfying(text -> assertThat(text).contains(HELLO));
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(UsageRecorded.Status.OK);
        assertThat(answer.usage().orElseThrow().promptTokens())
                .isEqualTo(event.usage().inputTokens());
        assertBilledAsServed(event);
    }

    @ParameterizedTest
    @CsvSource({
        "claude, fault-429, 429",
        "gemini, fault-429, 429",
        "bedrock, fault-429, 429",
        "claude, fault-503, 503",
        "gemini, fault-503, 503",
        "bedrock, fault-503, 503",
        "claude, fault-401, 502",
        "gemini, fault-401, 502",
        "bedrock, fault-401, 502",
        "bedrock, fault-malformed-json, 502",
        "gemini, fault-malformed-json, 502",
        "claude, fault-malformed-json, 502"
    })
    void shouldTellOfAnErrorInOpenAisTerms(String provider, String fault, int status) {
        // Given
        ChatCompletionCreateParams request = hello(provider + "/" + fault).build();

        // When
        OpenAIServiceException refused = catchThrowableOfType(
                OpenAIServiceException.class,
                () -> tenant.client().chat().completions().create(request));

        // Then
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.type()).isPresent();
    }

    /** What comes in one piece with the fault, or is overtaken by a reset, never began: then the error is the whole answer. */
    @ParameterizedTest
    @CsvSource({
        "claude, fault-cut",
        "gemini, fault-cut",
        "bedrock, fault-cut",
        "claude, fault-error-in-stream",
        "gemini, fault-error-in-stream",
        "bedrock, fault-error-in-stream",
        "claude, fault-malformed-frame",
        "gemini, fault-malformed-frame",
        "bedrock, fault-malformed-frame",
        "bedrock, fault-malformed-json"
    })
    void shouldNeverTakeABrokenStreamForComplete(String provider, String fault) {
        // Given
        String body = streamed(provider + "/" + fault);

        // When
        String stream = tenant.complete(body).body();

        // Then
        assertThat(stream).contains("{\"error\":").doesNotContain("[DONE]");
        assertThat(tenant.usage(1)).noneMatch(event -> event.status() == UsageRecorded.Status.OK);
    }

    private static String streamed(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + HELLO
                + "\"}]}";
    }
}
