package io.tollgate.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import io.tollgate.chat.route.Target;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where each kind of provider is asked, and with what credentials. */
class ProviderDialectsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    private static final Buffer BODY =
            Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");

    private static final Translation TRANSLATION = new Translation(CLOCK, 4_096);

    private static ProviderAsk ask(
            ProviderKind kind,
            String url,
            Map<String, String> options,
            Map<String, Secret> secrets,
            String model,
            Operation operation,
            boolean stream) {
        Secret key = Secret.of("the-key");
        Provider provider = new Provider("one", kind, URI.create(url), List.of(key), options, secrets);
        return new ProviderAsk(new Target(provider, model), key, operation, stream, "application/json", BODY);
    }

    private static ProviderAsk chat(ProviderKind kind, String url, Map<String, String> options, boolean stream) {
        return ask(kind, url, options, Map.of(), "model/1", Operation.CHAT, stream);
    }

    @Test
    void shouldAskAnthropicWithItsOwnHeaders() throws UntranslatableRequestException {
        // Given
        ProviderAsk ask = chat(ProviderKind.ANTHROPIC, "https://api.anthropic.com/v1", Map.of(), true);

        // When
        ProviderRequest request = new AnthropicDialect(TRANSLATION).request(ask);

        // Then
        assertThat(request.uri()).isEqualTo("/v1/messages");
        assertThat(request.headers().get("x-api-key")).isEqualTo("the-key");
        assertThat(request.headers().get("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(request.headers().contains("authorization")).isFalse();
        assertThat(request.body().toJsonObject().getBoolean("stream")).isTrue();
    }

    @Test
    void shouldAskGeminiForAStreamOfEvents() throws UntranslatableRequestException {
        // Given
        ProviderAsk ask = chat(ProviderKind.GEMINI, "https://g.test/v1beta", Map.of(), true);

        // When
        ProviderRequest request = new GeminiDialect(TRANSLATION).request(ask);

        // Then
        assertThat(request.uri()).isEqualTo("/v1beta/models/model%2F1:streamGenerateContent?alt=sse");
        assertThat(request.headers().get("x-goog-api-key")).isEqualTo("the-key");
    }

    @Test
    void shouldAskAzureForADeployment() {
        // Given
        ProviderAsk ask =
                chat(ProviderKind.AZURE, "https://r.openai.azure.com", Map.of("api-version", "2024-10-21"), false);

        // When
        ProviderRequest request = new AzureDialect().request(ask);

        // Then
        assertThat(request.uri()).isEqualTo("/openai/deployments/model%2F1/chat/completions?api-version=2024-10-21");
        assertThat(request.headers().get("api-key")).isEqualTo("the-key");
        assertThat(request.headers().contains("authorization")).isFalse();
        assertThat(request.body()).isEqualTo(BODY);
    }

    @Test
    void shouldAskAzuresNewerFormByTheModelInTheBody() {
        // Given
        ProviderAsk ask = chat(ProviderKind.AZURE, "https://r.openai.azure.com/openai/v1", Map.of(), false);

        // When
        ProviderRequest request = new AzureDialect().request(ask);

        // Then
        assertThat(request.uri()).isEqualTo("/openai/v1/chat/completions");
    }

    @Test
    void shouldSendABedrockApiKeyAsItIs() throws UntranslatableRequestException {
        // Given
        ProviderAsk ask =
                chat(ProviderKind.BEDROCK, "https://bedrock-runtime.eu-west-1.amazonaws.com", Map.of(), false);

        // When
        ProviderRequest request = new BedrockDialect(TRANSLATION, CLOCK).request(ask);

        // Then
        assertThat(request.uri()).isEqualTo("/model/model%2F1/converse");
        assertThat(request.headers().get("authorization")).isEqualTo("Bearer the-key");
    }

    @Test
    void shouldSignForBedrockWithTheRegionOfItsHost() throws UntranslatableRequestException {
        // Given
        ProviderAsk ask = ask(
                ProviderKind.BEDROCK,
                "https://bedrock-runtime.eu-west-1.amazonaws.com",
                Map.of(),
                Map.of("access-key-id", Secret.of("AKIDEXAMPLE"), "session-token", Secret.of("session")),
                "m",
                Operation.CHAT,
                true);

        // When
        ProviderRequest request = new BedrockDialect(TRANSLATION, CLOCK).request(ask);

        // Then
        assertThat(request.uri()).isEqualTo("/model/m/converse-stream");
        assertThat(request.headers().get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/bedrock/aws4_request,");
        assertThat(request.headers().get("x-amz-date")).isEqualTo("20261122T101530Z");
        assertThat(request.headers().get("x-amz-security-token")).isEqualTo("session");
        assertThat(request.headers().contains("host")).isFalse();
    }

    @Test
    void shouldRefuseWhatTheDialectCannotSay() {
        // Given
        ProviderAsk embedding = ask(
                ProviderKind.ANTHROPIC,
                "https://api.anthropic.com/v1",
                Map.of(),
                Map.of(),
                "m",
                Operation.EMBEDDING,
                false);

        // When
        UntranslatableRequestException refused = assertThrows(
                UntranslatableRequestException.class, () -> new AnthropicDialect(TRANSLATION).request(embedding));

        // Then
        assertThat(refused.param()).isEqualTo("model");
        assertThat(refused.reason()).contains("chat completions only");
    }
}
