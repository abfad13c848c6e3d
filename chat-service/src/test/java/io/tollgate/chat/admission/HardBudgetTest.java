package io.tollgate.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.money.Money;
import io.tollgate.contracts.usage.Meter;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A hard budget is never exceeded: what might exceed it is refused before it starts. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class HardBudgetTest extends RunningGateway {

    private static final int OUTPUT_TOKENS = 10;

    /** What the gateway reserves for a body: a token for each byte, the frames, and the output bound. */
    private static long boundNano(String body, long outputTokens) {
        long inputTokens = body.getBytes(StandardCharsets.UTF_8).length + 16L + 64L;
        long pico = inputTokens * BillingDouble.INPUT_PICO + outputTokens * BillingDouble.OUTPUT_PICO;
        return Money.ofPico(pico).toNanoRoundedUp();
    }

    @Test
    void shouldServeExactlyWhatTheBudgetCoversWhenAHundredAskAtOnce() {
        // Given
        // Slow enough that all are admitted or refused before the first is settled and gives back what it did not need.
        String body = Bodies.chat(
                "small",
                ",\"stream\":true,\"max_completion_tokens\":" + OUTPUT_TOKENS
                        + ",\"simulator\":{\"completion_tokens\":10,\"chunk_ms\":800}");
        tenant.limit(Money.ofPico(50 * boundNano(body, OUTPUT_TOKENS) * 1_000));

        // When
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 100)
                .mapToObj(call -> tenant.http().sendAsync(tenant.chat(body), BodyHandlers.ofString()))
                .toList();

        // Then
        List<HttpResponse<String>> answers =
                calls.stream().map(CompletableFuture::join).toList();
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(50)
                .allMatch(answer -> answer.body().endsWith("data: [DONE]\n\n"));
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() != 200).toList();
        assertThat(refused).hasSize(50);
        refused.forEach(answer -> {
            Envelope.of(answer, 429, "insufficient_quota", null);
            assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
            assertThat(answer.headers().firstValue("retry-after")).isEmpty();
        });
        List<UUID> attempts =
                tenant.usage(50).stream().map(UsageRecorded::attemptId).toList();
        assertThat(attempts).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void shouldBoundACallThatItsClientLeftUnbounded() {
        // Given
        tenant.limit(Money.ofPico(1_000_000_000_000L));

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain("\"completion_tokens\":9000"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"finish_reason\":\"length\"");
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.usage().count(Meter.OUTPUT_TEXT)).hasValue(4096);
        JsonNode call = simulator.call(event.attemptId());
        assertThat(call.path("completion_tokens").asInt()).isEqualTo(4096);
    }

    @Test
    void shouldLeaveACallUnboundedWhereNoBudgetNeedsIt() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain("\"completion_tokens\":5000"));

        // Then
        assertThat(answer.body()).contains("\"finish_reason\":\"stop\"");
        assertThat(tenant.onlyUsage().usage().count(Meter.OUTPUT_TEXT)).hasValue(5000);
    }

    @Test
    void shouldServeAnUnpricedModelOnlyWhereNothingMustBeHeld() {
        // Given
        String body = Bodies.chat("simulator/unpriced-model");
        int before = tenant.complete(body).statusCode();

        // When
        tenant.limit(Money.ofPico(1_000_000_000_000L));
        HttpResponse<String> after = tenant.complete(body);

        // Then
        assertThat(before).isEqualTo(200);
        Envelope.of(after, 403, "model_not_priced", "model");
        assertThat(tenant.usageNow()).hasSize(1);
    }

    @Test
    void shouldTellASpentBudgetsOwnNumbers() {
        // Given
        tenant.limit(Money.ofPico(1_000));

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.plain(""));

        // Then
        assertThat(Envelope.of(answer, 429, "insufficient_quota", null).getString("message"))
                .contains("bud_" + tenant.organization(), "0.000000001 USD");
        Stream.of("x-should-retry")
                .forEach(name -> assertThat(answer.headers().firstValue(name)).contains("false"));
    }
}
