package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import io.tollgate.contracts.usage.Meter;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client that leaves is billed for what was generated: exactly where that can be known, never nothing. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class ClientDisconnectTest extends RunningGateway {

    @Inject
    LiveRoutes routes;

    @Inject
    Targets targets;

    @Test
    void shouldCancelTheProvidersStreamAndEstimate() throws IOException, InterruptedException {
        // Given
        String endless = Bodies.streamed("\"completion_tokens\":10000,\"chunk_ms\":20");
        InputStream events = tenant.http()
                .send(tenant.chat(endless), BodyHandlers.ofInputStream())
                .body();
        assertThat(events.readNBytes(1_000)).hasSize(1_000);

        // When
        events.close();

        // Then
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CLIENT_DISCONNECT);
        assertThat(event.usageSource()).isEqualTo(UsageSource.ESTIMATE);
        assertThat(event.usage().count(Meter.OUTPUT_TEXT).orElseThrow()).isBetween(1L, 9_999L);
        assertThat(event.usage().count(Meter.INPUT_UNCACHED).orElseThrow()).isPositive();
        assertThat(simulator.call(event.attemptId()).path("end").asText()).isEqualTo("client_gone");
    }

    @Test
    void shouldHearAPlainAnswerOutForItsExactUsage() {
        // Given
        var answer = tenant.http()
                .sendAsync(
                        tenant.chat(Bodies.plain("\"completion_tokens\":7,\"first_byte_ms\":1500")),
                        BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(10)).until(() -> gauge("chat.attempts.active") > 0);

        // When
        answer.cancel(true);

        // Then
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CLIENT_DISCONNECT);
        assertThat(event.usageSource()).isEqualTo(UsageSource.PROVIDER);
        assertThat(event.usage().count(Meter.OUTPUT_TEXT)).hasValue(7);
        assertThat(simulator.call(event.attemptId()).path("end").asText()).isEqualTo("complete");
    }

    @Test
    void shouldEstimateAStreamWhoseClientLeavesBeforeItBegins() {
        // Given
        var answer = tenant.http()
                .sendAsync(
                        tenant.chat(Bodies.streamed("\"completion_tokens\":7,\"first_byte_ms\":1500")),
                        BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(10)).until(() -> gauge("chat.attempts.active") > 0);

        // When
        answer.cancel(true);

        // Then
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CLIENT_DISCONNECT);
        assertThat(event.usageSource()).isEqualTo(UsageSource.ESTIMATE);
        assertThat(event.usage().inputTokens()).isPositive();
    }

    @Test
    void shouldReadAStreamOnForItsUsageWhereCancellingWouldNotStopTheBill() throws IOException, InterruptedException {
        // Given
        String body = Bodies.chat(
                "draining/gpt-4o-mini", ",\"stream\":true,\"simulator\":{\"completion_tokens\":30,\"chunk_ms\":50}");
        InputStream events = tenant.http()
                .send(tenant.chat(body), BodyHandlers.ofInputStream())
                .body();
        assertThat(events.readNBytes(300)).hasSize(300);

        // When
        events.close();

        // Then
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CLIENT_DISCONNECT);
        assertThat(event.usageSource()).isEqualTo(UsageSource.PROVIDER);
        assertThat(event.usage().count(Meter.OUTPUT_TEXT)).hasValue(30);
        assertThat(simulator.call(event.attemptId()).path("end").asText()).isEqualTo("complete");
    }

    @Test
    void shouldGiveAPlainCallUpAtOnceWhereThatIsTheProvidersRule() {
        // Given
        String body = Bodies.chat(
                "estimating/gpt-4o-mini", ",\"simulator\":{\"completion_tokens\":7,\"first_byte_ms\":1500}");
        var answer = tenant.http().sendAsync(tenant.chat(body), BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(10)).until(() -> gauge("chat.attempts.active") > 0);

        // When
        answer.cancel(true);

        // Then
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.CLIENT_DISCONNECT);
        assertThat(event.usageSource()).isEqualTo(UsageSource.ESTIMATE);
        assertThat(event.usage().inputTokens()).isPositive();
    }

    @Test
    void shouldLearnThatATargetFailedThoughItsClientHadGone() {
        // Given: one failure more, and the breaker opens
        Target target = routes.current()
                .resolve("simulator/left-hanging")
                .orElseThrow()
                .targets()
                .getFirst();
        for (int failure = 1; failure < 1_000; failure++) {
            targets.enter(target, false).result().failed();
        }
        String body = Bodies.chat("simulator/left-hanging", ",\"simulator\":{\"fault\":\"hang\"}");
        var answer = tenant.http().sendAsync(tenant.chat(body), BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(10)).until(() -> gauge("chat.attempts.active") > 0);

        // When
        answer.cancel(true);

        // Then
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.CLIENT_DISCONNECT);
        assertThat(targets.state(target).isAvailable(System.nanoTime())).isFalse();
    }
}
