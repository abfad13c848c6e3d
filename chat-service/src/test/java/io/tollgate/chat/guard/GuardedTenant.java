package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.content.ContentOpener;
import io.tollgate.contracts.content.UnreadableContentException;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.TranscriptContent;
import io.tollgate.contracts.event.TranscriptRecorded;
import io.tollgate.contracts.event.VerdictReached;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A tenant with a policy and a content key of its own, and what the gateway publishes about its requests. */
@SuppressWarnings("NullAway.Init") // injected
abstract class GuardedTenant extends RunningGateway {

    static final String EMAIL = "ann.example@mail.example.org";
    static final String PHONE = "13800138000";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final UUID CONTENT_KEY = UUID.fromString("0197a3c4-7000-7aaa-bbbb-000000000001");

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

    static ChatCompletionCreateParams.Builder answeredWith(String text) {
        return ChatCompletionCreateParams.builder()
                .model("small")
                .addUserMessage("Tell me a story")
                .putAdditionalBodyProperty("simulator", JsonValue.from(Map.of("text", text)));
    }

    List<ChatCompletionChunk> stream(ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> stream =
                tenant.client().chat().completions().createStreaming(request)) {
            return stream.stream().toList();
        }
    }

    static String content(List<ChatCompletionChunk> chunks) {
        StringBuilder content = new StringBuilder();
        chunks.forEach(chunk ->
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(content::append)));
        return content.toString();
    }

    static Rule rule(String subject, PolicyPublished.Stage stage, PolicyPublished.Action action) {
        return new Rule(subject, stage, action, null);
    }

    Caller caller() {
        return new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
    }

    void publishPolicy(List<Rule> rules, PolicyPublished.StreamMode mode, boolean storesContent) {
        if (storesContent) {
            publishContentKey();
        }
        billing.publishPolicy(tenant.organization(), rules, mode, null, storesContent);
        Caller caller = caller();
        await().atMost(PATIENCE).until(() -> policies.of(caller).version() != null);
    }

    void publishContentKey() {
        billing.publishContentKey(tenant.organization(), CONTENT_KEY, contentKeys.getPublic());
        await().atMost(PATIENCE)
                .until(() -> sealers.sealer(tenant.organization()).isPresent());
    }

    List<ConsumerRecord<String, byte[]>> published(EventType<?> type) {
        return billing.read(type).stream()
                .filter(message -> new String(message.value(), StandardCharsets.UTF_8).contains(tenant.organization()))
                .toList();
    }

    VerdictReached onlyVerdict() {
        await().atMost(PATIENCE)
                .until(() -> !published(EventType.VERDICT_REACHED).isEmpty());
        List<ConsumerRecord<String, byte[]>> verdicts = published(EventType.VERDICT_REACHED);
        assertThat(verdicts).hasSize(1);
        byte[] json = verdicts.getFirst().value();
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("kill you", "炸弹", "Zebras");
        return BillingDouble.parse(EventType.VERDICT_REACHED, json);
    }

    /** What was said, which only the holder of the content key can read. */
    List<String> said(byte[] event) throws GeneralSecurityException, UnreadableContentException {
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
}
