package io.tollgate.chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.OpenAiSchemas;
import io.tollgate.chat.testing.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official client's older method, answered by chat models. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class CompletionsTest extends RunningGateway {

    private static final String PROMPT = "Say hello to the world";

    private HttpResponse<String> complete(String members) {
        HttpRequest request = tenant.request("/v1/completions")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"small\",\"prompt\":\"" + PROMPT + "\"" + members + "}"))
                .build();
        return tenant.send(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "claude/large"})
    void shouldAnswerACompletionAndRecordExactUsage(String model) {
        // Given
        CompletionCreateParams request = CompletionCreateParams.builder()
                .model(model)
                .prompt(PROMPT)
                .maxTokens(100)
                .build();

        // When
        Completion answer = tenant.client().completions().create(request);

        // Then
        assertThat(answer.choices().getFirst().text()).contains(PROMPT);
        assertThat(answer.usage().orElseThrow().completionTokens())
                .isEqualTo(tenant.onlyUsage().usage().outputTokens());
    }

    @Test
    void shouldStreamACompletionThatBeginsWithItsEcho() {
        // Given
        CompletionCreateParams request = CompletionCreateParams.builder()
                .model("small")
                .prompt(PROMPT)
                .echo(true)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        // When
        List<Completion> chunks;
        try (StreamResponse<Completion> stream = tenant.client().completions().createStreaming(request)) {
            chunks = stream.stream().toList();
        }

        // Then
        String text = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> choice.text())
                .collect(Collectors.joining());
        assertThat(text).startsWith(PROMPT + "This is");
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens())
                .isEqualTo(tenant.onlyUsage().usage().outputTokens());
    }

    @Test
    void shouldAnswerByOpenAisSchema() {
        // Given
        String members = ",\"max_tokens\":3";

        // When
        HttpResponse<String> response = complete(members);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(OpenAiSchemas.problems(OpenAiSchemas.LEGACY_COMPLETION, response.body()))
                .isEmpty();
        assertThat(response.body()).contains("\"finish_reason\":\"length\"");
    }

    @Test
    void shouldRefuseWhatChatModelsCannotDo() {
        // Given
        String members = ",\"suffix\":\"end\"";

        // When
        HttpResponse<String> response = complete(members);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"param\":\"suffix\"").contains("unsupported_parameter");
    }
}
