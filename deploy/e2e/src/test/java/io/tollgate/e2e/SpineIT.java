package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The thin path, by the official client: a chat is answered and guarded, and its exact cost can be read back. */
@ExtendWith(SuiteExtension.class)
class SpineIT {

    /** The price book's list price of gpt-4o-mini, in pico-dollars for one token. */
    private static final long INPUT_PICO = 150_000;

    private static final long OUTPUT_PICO = 600_000;

    private final Suite suite;
    private final Administration administration;
    private Project project;
    private OpenAIClient client;

    SpineIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
        this.project = administration.createProject("spine");
        this.client = suite.client(project.key());
    }

    @BeforeEach
    void waitForKey() {
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> !client.models().list().data().isEmpty());
    }

    private static ChatCompletionCreateParams hello() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addSystemMessage("You are a gate.")
                .addUserMessage("Who may pass?")
                .maxCompletionTokens(12)
                .build();
    }

    @Test
    void shouldBillPlainChatToThePicoDollar() {
        // Given
        ChatCompletionCreateParams request = hello();

        // When
        ChatCompletion answer = client.chat().completions().create(request);

        // Then
        long input = answer.usage().orElseThrow().promptTokens();
        long output = answer.usage().orElseThrow().completionTokens();
        assertThat(answer.choices().getFirst().message().content()).isPresent();
        assertThat(output).isBetween(1L, 12L);
        assertThat(onlyAttempt().path("cost_pico").asText())
                .isEqualTo(Long.toString(input * INPUT_PICO + output * OUTPUT_PICO));
    }

    @Test
    void shouldBillStreamedChatToThePicoDollar() {
        // Given
        ChatCompletionCreateParams request = hello();

        // When
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            chunks = stream.stream().toList();
        }

        // Then
        assertThat(chunks).noneMatch(chunk -> chunk.usage().isPresent());
        // The simulated model's tokens are its words. The guard may give several of them in one chunk.
        long tokens = chunks.stream()
                .flatMap(chunk -> chunk.choices().getFirst().delta().content().stream())
                .collect(Collectors.joining())
                .split(" ", -1)
                .length;
        JsonNode attempt = onlyAttempt();
        assertThat(attempt.at("/usage/output_text").asLong()).isEqualTo(tokens);
        assertThat(attempt.path("cost_pico").asText())
                .isEqualTo(Long.toString(
                        attempt.at("/usage/input_uncached").asLong() * INPUT_PICO + tokens * OUTPUT_PICO));
    }

    @Test
    void shouldReadCostBackInOpenAisShape() {
        // Given
        ChatCompletion answer = client.chat().completions().create(hello());
        JsonNode attempt = onlyAttempt();

        // When
        JsonNode costs = administration.get(organization("costs", "&group_by=project_id"));
        JsonNode usage = administration.get(organization("usage/completions", "&bucket_width=1d&group_by=project_id"));

        // Then
        JsonNode cost = ofProject(costs);
        assertThat(cost.at("/amount/currency").asText()).isEqualTo("usd");
        assertThat(new BigDecimal(cost.at("/amount/value").asText()).movePointRight(12))
                .isEqualByComparingTo(new BigDecimal(attempt.path("cost_pico").asText()));
        JsonNode tokens = ofProject(usage);
        assertThat(tokens.path("input_tokens").asLong())
                .isEqualTo(answer.usage().orElseThrow().promptTokens());
        assertThat(tokens.path("output_tokens").asLong())
                .isEqualTo(answer.usage().orElseThrow().completionTokens());
        assertThat(tokens.path("num_model_requests").asLong()).isEqualTo(1);
        assertThat(administration.trialBalance().path("balanced").asBoolean()).isTrue();
    }

    @Test
    void shouldRefuseUnknownModel() {
        // Given
        ChatCompletionCreateParams request =
                hello().toBuilder().model("no-such-model").build();

        // When / Then
        assertThatThrownBy(() -> client.chat().completions().create(request))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        refused -> assertThat(refused.code()).contains("model_not_found"));
    }

    @Test
    void shouldRefuseUnknownKey() {
        // Given
        OpenAIClient stranger = suite.client("sk-tg-nobody");

        // When / Then
        assertThatThrownBy(() -> stranger.chat().completions().create(hello()))
                .isInstanceOfSatisfying(
                        UnauthorizedException.class,
                        refused -> assertThat(refused.code()).contains("invalid_api_key"));
    }

    @Test
    void shouldModerateAtTheEdge() {
        // Given
        ModerationCreateParams request = ModerationCreateParams.builder()
                .input("The gate is open to everyone.")
                .build();

        // When
        var moderation = client.moderations().create(request);

        // Then
        assertThat(moderation.results())
                .singleElement()
                .satisfies(result -> assertThat(result.flagged()).isFalse());
    }

    @Test
    void shouldAnswerDemoKey() {
        // Given
        OpenAIClient demo = suite.client(suite.demoKey());

        // When
        ChatCompletion answer = demo.chat().completions().create(hello());

        // Then
        assertThat(answer.choices().getFirst().message().content().orElseThrow())
                .contains("simulated");
    }

    private JsonNode onlyAttempt() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !administration.attempts(project).isEmpty());
        List<JsonNode> attempts = administration.attempts(project);
        assertThat(attempts).hasSize(1);
        return attempts.getFirst();
    }

    private URI organization(String path, String query) {
        long today = Instant.now().getEpochSecond() / 86_400 * 86_400;
        return suite.chat().resolve("/v1/organization/" + path + "?start_time=" + today + query);
    }

    private JsonNode ofProject(JsonNode buckets) {
        return StreamSupport.stream(buckets.path("data").spliterator(), false)
                .flatMap(bucket -> StreamSupport.stream(bucket.path("results").spliterator(), false))
                .filter(result -> result.path("project_id").asText().equals(project.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no result for " + project.id() + " in " + buckets));
    }
}
