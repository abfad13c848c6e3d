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
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a client of the official library, plain and streamed. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class GuardedAnswersTest extends RunningGateway {

    private static final UUID CONTENT_KEY = UUID.fromString("0197a3c4-7000-7aaa-bbbb-000000000001");

    private static final String BEFORE = "Zebras graze; they do so quietly. And then: ";
    private static final String EMAIL = "ann.example@mail.example.org";
    private static final String PHONE = "13800138000";
    private static final String AFTER = " , and so it went on and on.";

    @Inject
    Guard guard;

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

    @Inject
    ContentKeyViews sealers;

    private final KeyPair contentKeys = pair();

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has X25519", impossible);
        }
    }

    private void publishPolicy(List<Rule> rules, PolicyPublished.StreamMode mode, boolean storesContent) {
        publishPolicy(rules, mode, storesContent, null);
    }

    private void publishPolicy(
            List<Rule> rules, PolicyPublished.StreamMode mode, boolean storesContent, @Nullable String judge) {
        if (storesContent) {
            billing.publishContentKey(tenant.organization(), CONTENT_KEY, contentKeys.getPublic());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sealers.sealer(tenant.organization()).isPresent());
        }
        billing.publishPolicy(tenant.organization(), rules, mode, judge, storesContent);
        Caller caller = caller();
        await().atMost(Duration.ofSeconds(20)).until(() -> policies.of(caller).version() != null);
    }

    /** What was said, which only the holder of the content key can read. */
    private List<String> said(byte[] event) throws GeneralSecurityException, UnreadableContentException {
        assertThat(new String(event, StandardCharsets.UTF_8)).doesNotContain("Once upon", "Write to", EMAIL, PHONE);
        TranscriptRecorded transcript = BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, event);
        ContentOpener opener = ContentOpener.of(
                CONTENT_KEY,
                contentKeys.getPrivate().getEncoded(),
                contentKeys.getPublic().getEncoded());
        return TranscriptContent.open(
                        opener,
                        transcript.requestId(),
                        transcript.organization(),
                        transcript.project(),
                        Objects.requireNonNull(transcript.sealed()))
                .stream()
                .map(TranscriptRecorded.Turn::text)
                .toList();
    }

    private Caller caller() {
        return new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
    }

    private static Rule rule(String subject, PolicyPublished.Stage stage, PolicyPublished.Action action) {
        return new Rule(subject, stage, action, null);
    }

    private List<ConsumerRecord<String, byte[]>> published(EventType<?> type) {
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
    void shouldRecordWhatWasSaidWhereThePolicyStoresIt() throws GeneralSecurityException, UnreadableContentException {
        // Given
        publishPolicy(List.of(), PolicyPublished.StreamMode.BALANCED, true);

        // When
        stream(answeredWith("Once upon a time.").build());

        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !published(EventType.TRANSCRIPT_RECORDED).isEmpty());
        byte[] event = published(EventType.TRANSCRIPT_RECORDED).getFirst().value();
        TranscriptRecorded transcript = BillingDouble.parse(EventType.TRANSCRIPT_RECORDED, event);
        assertThat(said(event)).containsExactly("Tell me a story", "Once upon a time.");
        assertThat(transcript.turns()).isEmpty();
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

    private static final List<Rule> MASKED =
            List.of(rule("pii", PolicyPublished.Stage.INPUT, PolicyPublished.Action.REDACT));

    @Test
    void shouldMaskPersonalDataForTheProvider() {
        // Given
        publishPolicy(MASKED, PolicyPublished.StreamMode.BALANCED, false);
        String text = "Write to " + EMAIL + ", then to [EMAIL_2]";
        byte[] body =
                Bodies.saying("small", text, ",\"user\":\"" + EMAIL + "\"").getBytes(StandardCharsets.UTF_8);
        GuardedRequest request =
                guard.take(caller(), new AskedOf(UUID.randomUUID(), UsageRecorded.Operation.CHAT, "small", null, null));

        // When
        GuardDecision decision = request.examine(body, List.of(text)).result();
        String sent = request.upstream(Buffer.buffer(body)).toString();

        // Then
        assertThat(decision).isInstanceOf(GuardDecision.Pass.class);
        assertThat(sent)
                .doesNotContain(EMAIL)
                .contains("Write to [EMAIL_1], then to [EMAIL_2]", "\"user\":\"[EMAIL_1]\"");
    }

    @Test
    void shouldGivePersonalDataBackInPlainAndStreamedAnswers()
            throws GeneralSecurityException, UnreadableContentException {
        // Given: the simulated provider repeats what it is asked
        publishPolicy(MASKED, PolicyPublished.StreamMode.BALANCED, true);
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model("small")
                .addUserMessage("Write to " + EMAIL + " or 致电 " + PHONE + " now")
                .build();

        // When
        ChatCompletion plain = tenant.client().chat().completions().create(request);
        List<ChatCompletionChunk> streamed = stream(request);

        // Then
        assertThat(plain.choices().getFirst().message().content().orElseThrow())
                .contains(EMAIL, PHONE)
                .doesNotContain("[EMAIL_1]");
        assertThat(content(streamed)).contains(EMAIL, PHONE).doesNotContain("[EMAIL_1]");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> published(EventType.TRANSCRIPT_RECORDED).size() == 2);
        for (ConsumerRecord<String, byte[]> message : published(EventType.TRANSCRIPT_RECORDED)) {
            assertThat(String.join("\n", said(message.value())))
                    .contains("[EMAIL_1]")
                    .doesNotContain(EMAIL, PHONE);
        }
    }

    @Test
    void shouldRedactPersonalDataThatAnAnswerBringsUp() {
        // Given
        publishPolicy(
                List.of(rule("pii.email", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.REDACT)),
                PolicyPublished.StreamMode.BALANCED,
                false);

        // When
        List<ChatCompletionChunk> chunks = stream(
                answeredWith("Her address is " + EMAIL + ", as it seems.").build());

        // Then
        assertThat(content(chunks)).isEqualTo("Her address is [redacted], as it seems.");
        assertThat(onlyVerdict().decision()).isEqualTo(VerdictReached.Decision.REDACT);
    }

    /** Keeps what is logged. */
    private static final class Kept extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage() + " "
                    + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()) + " "
                    + line.getThrown());
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void shouldLetPersonalDataIntoNoLogMetricOrError() {
        // Given
        publishPolicy(
                List.of(
                        rule("pii", PolicyPublished.Stage.INPUT, PolicyPublished.Action.BLOCK),
                        rule("pii", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.BLOCK)),
                PolicyPublished.StreamMode.BALANCED,
                false);
        Kept kept = new Kept();
        Logger root = LogManager.getLogManager().getLogger("");
        root.addHandler(kept);

        // When
        HttpResponse<String> refused = tenant.complete(Bodies.saying("small", "I am " + EMAIL, ""));
        HttpResponse<String> withheld = tenant.complete(Bodies.plain("\"text\":\"Call " + PHONE + "\""));
        HttpResponse<String> cut =
                tenant.complete(Bodies.streamed("\"text\":\"Zebras graze; call " + PHONE + " now\""));
        HttpResponse<String> broken =
                tenant.complete(Bodies.saying("unreachable", "Hello", ",\"user\":\"" + EMAIL + "\""));
        tenant.usage(4);
        root.removeHandler(kept);

        // Then
        assertThat(Stream.of(refused, withheld, cut, broken))
                .extracting(HttpResponse::body)
                .allSatisfy(body -> assertThat(body).doesNotContain(EMAIL, PHONE));
        Envelope.of(refused, 400, "content_policy_violation", "messages");
        Envelope.of(withheld, 400, "content_filter", null);
        assertThat(kept.lines).noneMatch(line -> line.contains(EMAIL) || line.contains(PHONE));
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().toString())
                .noneMatch(id -> id.contains(EMAIL) || id.contains(PHONE));
        assertThat(published(EventType.VERDICT_REACHED))
                .extracting(message -> new String(message.value(), StandardCharsets.UTF_8))
                .isNotEmpty()
                .noneMatch(json -> json.contains(EMAIL) || json.contains(PHONE));
    }
}
