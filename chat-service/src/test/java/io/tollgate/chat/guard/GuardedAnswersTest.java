package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.ComponentTest;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a client of the official library, plain and streamed. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class GuardedAnswersTest extends ComponentTest {

    private static final String BEFORE = "Zebras graze; they do so quietly. And then: ";
    private static final String AFTER = " , and so it went on and on.";

    private static ChatCompletionCreateParams.Builder answeredWith(String text) {
        return ChatCompletionCreateParams.builder()
                .model("small")
                .addUserMessage("Tell me a story")
                .putAdditionalBodyProperty("simulator", JsonValue.from(Map.of("text", text)));
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> stream =
                tenant.client().chat().completions().createStreaming(request)) {
            return stream.stream().toList();
        }
    }

    private static String content(List<ChatCompletionChunk> chunks) {
        StringBuilder content = new StringBuilder();
        chunks.forEach(chunk ->
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(content::append)));
        return content.toString();
    }

    private void publishPolicy(List<Rule> rules, PolicyPublished.StreamMode mode, boolean storesContent) {
        billing.publishPolicy(tenant.organization(), rules, mode, null, storesContent);
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> policies.of(caller).version() != null);
    }

    private static Rule rule(String subject, PolicyPublished.Stage stage, PolicyPublished.Action action) {
        return new Rule(subject, stage, action, null);
    }

    private <T> List<ConsumerRecord<String, byte[]>> published(EventType<T> type) {
        return billing.read(type).stream()
                .filter(message -> new String(message.value(), StandardCharsets.UTF_8).contains(tenant.organization()))
                .toList();
    }

    private VerdictReached onlyVerdict() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !published(EventType.VERDICT_REACHED).isEmpty());
        List<ConsumerRecord<String, byte[]>> verdicts = published(EventType.VERDICT_REACHED);
        assertThat(verdicts).hasSize(1);
        byte[] json = verdicts.getFirst().value();
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("kill you", "炸弹", "Zebras");
        return BillingDouble.parse(EventType.VERDICT_REACHED, json);
    }

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
    void shouldRecordWhatWasSaidWhereThePolicyStoresIt() {
        // Given
        publishPolicy(List.of(), PolicyPublished.StreamMode.BALANCED, true);

        // When
        stream(answeredWith("Once upon a time.").build());

        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !published(EventType.TRANSCRIPT_RECORDED).isEmpty());
        TranscriptRecorded transcript = BillingDouble.parse(
                EventType.TRANSCRIPT_RECORDED,
                published(EventType.TRANSCRIPT_RECORDED).getFirst().value());
        assertThat(transcript.turns())
                .extracting(TranscriptRecorded.Turn::text)
                .containsExactly("Tell me a story", "Once upon a time.");
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
