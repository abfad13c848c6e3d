package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.event.VerdictReached;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class InputGuardTest extends RunningGateway {

    private static final String THREAT = "I'm going to kill you and your dog";

    private List<ConsumerRecord<String, byte[]>> verdicts() {
        return billing.read(EventType.VERDICT_REACHED).stream()
                .filter(message -> tenant.organization().equals(message.key()))
                .toList();
    }

    @Test
    void shouldRefuseAFlaggedTextBeforeTheProviderSeesIt() {
        // Given
        long served = simulator.calls();

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("small", THREAT, ""));

        // Then
        assertThat(Envelope.of(answer, 400, "content_policy_violation", "messages")
                        .getString("message"))
                .contains("harassment/threatening")
                .doesNotContain("dog");
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.BLOCKED);
        assertThat(event.usageSource()).isEqualTo(UsageSource.NONE);
        assertThat(simulator.calls()).isEqualTo(served);
    }

    @Test
    void shouldPublishAVerdictThatNeverHoldsTheText() {
        // Given
        tenant.complete(Bodies.saying("small", "harmless", ""));

        // When
        tenant.complete(Bodies.saying("small", THREAT, ",\"stream\":true"));

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> !verdicts().isEmpty());
        assertThat(verdicts()).hasSize(1);
        byte[] json = verdicts().getFirst().value();
        VerdictReached verdict = BillingDouble.parse(EventType.VERDICT_REACHED, json);
        assertThat(verdict.decision()).isEqualTo(VerdictReached.Decision.BLOCK);
        assertThat(verdict.categories()).contains("harassment/threatening");
        assertThat(verdict.project()).isEqualTo("proj_" + tenant.organization());
        assertThat(verdict.hits()).isNotEmpty();
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("dog", "kill you");
    }

    @Test
    void shouldExamineEveryMessageOfALongRequest() {
        // Given
        String filler = "All is well. ".repeat(3_000);
        String body = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"" + filler
                + "\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + THREAT + "\"}]}]}";

        // When
        HttpResponse<String> answer = tenant.complete(body);

        // Then
        Envelope.of(answer, 400, "content_policy_violation", "messages");
    }
}
