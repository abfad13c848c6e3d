package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request is told that asks for moderation itself. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class InlineModerationTest extends GuardedTenant {

    private static final String INLINE = ",\"moderation\":{\"model\":\"omni-moderation-latest\",\"policy\":"
            + "{\"input\":{\"mode\":\"score\"},\"output\":{\"mode\":\"score\"}}}";

    @Test
    void shouldAnswerWithModerationResultsWhereTheRequestAsksForThem() {
        // Given
        ChatCompletionCreateParams request = answeredWith("All is well.")
                .putAdditionalBodyProperty("moderation", JsonValue.from(Map.of("model", "omni-moderation-latest")))
                .build();

        // When
        ChatCompletion answer = tenant.client().chat().completions().create(request);

        // Then
        ChatCompletion.Moderation moderation = answer.moderation().orElseThrow().validate();
        assertThat(moderation.input().isModerationResults()).isTrue();
        assertThat(moderation
                        .output()
                        .asModerationResults()
                        .results()
                        .getFirst()
                        .flagged())
                .isFalse();
        assertThat(answer.choices().getFirst().message().content()).contains("All is well.");
    }

    @Test
    void shouldPutModerationResultsIntoAChunkOfTheStream() {
        // Given
        String body = Bodies.chat("small", ",\"stream\":true,\"simulator\":{\"text\":\"All is well.\"}" + INLINE);

        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        String event = answer.body()
                .lines()
                .filter(line -> line.contains("\"moderation\":"))
                .reduce((first, second) -> first + second)
                .orElseThrow();
        JsonObject chunk = new JsonObject(event.substring("data: ".length()));
        assertThat(chunk.getJsonArray("choices")).isEmpty();
        for (String side : List.of("input", "output")) {
            JsonObject results = chunk.getJsonObject("moderation").getJsonObject(side);
            assertThat(results.getString("type")).isEqualTo("moderation_results");
            JsonObject result = results.getJsonArray("results").getJsonObject(0);
            assertThat(result.getBoolean("flagged")).isFalse();
            assertThat(result.getJsonObject("categories").fieldNames()).hasSize(13);
            assertThat(result.getJsonObject("category_applied_input_types").fieldNames())
                    .hasSize(13);
        }
        assertThat(answer.headers().firstValue("x-moderation-status")).contains("ok");
        assertThat(answer.headers().firstValue("x-tollgate-moderation")).contains("allow");
    }

    @Test
    void shouldRefuseAModerationThatIsNone() {
        // Given
        String body = Bodies.chat(
                "small",
                ",\"moderation\":{\"model\":\"omni-moderation-latest\",\"policy\":{\"input\":{\"mode\":\"off\"}}}");

        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        Envelope.of(answer, 400, null, "moderation.policy.input.mode");
    }
}
