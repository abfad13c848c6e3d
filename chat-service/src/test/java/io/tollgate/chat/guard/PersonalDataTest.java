package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.VerdictReached;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What becomes of personal data on both sides of a call, and that nothing tells of it. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class PersonalDataTest extends GuardedTenant {

    @Inject
    Guard guard;

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
