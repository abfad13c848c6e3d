package io.tollgate.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's official client, and behind the gateway models of any provider. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class MessagesTest extends RunningGateway {

    private static final String HELLO = "Say hello to the world";

    private AnthropicClient client(String key) {
        String url = gateway.toString();
        return AnthropicOkHttpClient.builder()
                .baseUrl(url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams hello(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .addUserMessage(HELLO)
                .build();
    }

    private static String text(Message message) {
        return message.content().getFirst().asText().text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "claude/large", "gemini/large", "bedrock/large"})
    void shouldAnswerAMessageAndRecordExactUsage(String model) {
        // Given
        MessageCreateParams request = hello(model);

        // When
        Message message = client(tenant.key()).messages().create(request);

        // Then
        assertThat(text(message)).contains(HELLO);
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(UsageRecorded.Status.OK);
        assertThat(message.usage().inputTokens()).isEqualTo(event.usage().inputTokens());
        assertThat(message.usage().outputTokens()).isEqualTo(event.usage().outputTokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "claude/large", "gemini/large", "bedrock/large"})
    void shouldStreamAMessageAndRecordExactUsage(String model) {
        // Given
        MessageAccumulator accumulator = MessageAccumulator.create();

        // When
        try (StreamResponse<RawMessageStreamEvent> stream =
                client(tenant.key()).messages().createStreaming(hello(model))) {
            stream.stream().forEach(accumulator::accumulate);
        }

        // Then
        Message message = accumulator.message();
        assertThat(text(message)).contains(HELLO);
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        JsonNode served = simulator.call(tenant.onlyUsage().attemptId());
        assertThat(message.usage().outputTokens())
                .isEqualTo(served.path("completion_tokens").asLong());
    }

    @Test
    void shouldEndABrokenStreamWithAnErrorAndNeverAsAMessage() {
        // Given
        HttpRequest request = tenant.request("/v1/messages")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"claude/fault-error-in-stream\",\"max_tokens\":50,"
                                + "\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + HELLO + "\"}]}"))
                .build();

        // When
        String stream = tenant.send(request).body();

        // Then
        assertThat(stream).contains("{\"type\":\"error\",\"error\":").doesNotContain("message_stop");
        assertThat(tenant.usage(1)).noneMatch(event -> event.status() == UsageRecorded.Status.OK);
    }

    @Test
    void shouldRefuseAnUnknownKeyInAnthropicsEnvelope() {
        // Given
        MessageCreateParams request = hello("small");

        // When
        UnauthorizedException refused = catchThrowableOfType(
                UnauthorizedException.class,
                () -> client("sk-unknown").messages().create(request));

        // Then
        assertThat(refused.body().toString()).contains("authentication_error");
    }

    @Test
    void shouldTellOfARateLimitInAnthropicsEnvelope() {
        // Given
        MessageCreateParams request = hello("claude/fault-429");

        // When
        AnthropicServiceException refused = catchThrowableOfType(
                AnthropicServiceException.class,
                () -> client(tenant.key()).messages().create(request));

        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body().toString()).contains("rate_limit_error");
    }

    @Test
    void shouldRefuseAMessageWithoutABoundOnItsOutput() {
        // Given
        HttpRequest request = tenant.request("/v1/messages")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build();

        // When
        HttpResponse<String> response = tenant.send(request);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"");
    }

    @Test
    void shouldCountTokensByEstimate() {
        // Given
        MessageCountTokensParams request = MessageCountTokensParams.builder()
                .model("small")
                .addUserMessage(HELLO)
                .build();

        // When
        long tokens = client(tenant.key()).messages().countTokens(request).inputTokens();

        // Then
        assertThat(tokens).isEqualTo(4 + Math.ceilDiv(HELLO.length(), 4));
        assertThat(tenant.usageNow()).isEmpty();
    }
}
