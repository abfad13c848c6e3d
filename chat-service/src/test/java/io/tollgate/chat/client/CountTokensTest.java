package io.tollgate.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.Tenant;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Action;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are counted by the provider that would answer, or by estimate. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class CountTokensTest extends RunningGateway {

    private static String body(String model, String text) {
        return "{\"model\": \"" + model + "\", \"brand_new\":[1.50],\"messages\":[{\"role\":\"user\",\"content\":\""
                + text + "\"}]}";
    }

    private static HttpResponse<String> count(Tenant tenant, String body) {
        return tenant.send(tenant.request("/v1/messages/count_tokens")
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", "token-counting-2024-11-01")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String countedBy(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-tollgate-counted-by").orElse("nobody");
    }

    private void publish(Rule rule) {
        billing.publishPolicy(tenant.organization(), List.of(rule), PolicyPublished.StreamMode.BALANCED, null, false);
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> policies.of(caller).version() != null);
    }

    @Test
    void shouldPassOnWhatAProviderOfTheSameDialectCounts() {
        // Given
        String body = body("scripted-claude/claude-counts", "Say hello");

        // When
        HttpResponse<String> answer = count(tenant, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(countedBy(answer)).isEqualTo("provider");
        JsonObject counted = new JsonObject(answer.body());
        assertThat(counted.getInteger("input_tokens")).isEqualTo(42);
        assertThat(counted.getString("asked"))
                .isEqualTo(body.replace("scripted-claude/claude-counts", "claude-counts"));
        assertThat(counted.getString("heard")).isEqualTo("token-counting-2024-11-01");
        assertThat(tenant.usageNow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small",
                "no-such-model",
                "scripted-claude/claude-miscounts",
                "scripted-claude/claude-stalls",
                "claude/claude-sonnet"
            })
    void shouldEstimateWhereNoProviderCounts(String model) {
        // When
        HttpResponse<String> answer = count(tenant, body(model, "Say hello"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(countedBy(answer)).isEqualTo("estimate");
        assertThat(new JsonObject(answer.body()).getInteger("input_tokens")).isEqualTo(7);
    }

    @Test
    void shouldEstimateForAKeyThatMayNotUseTheModel() {
        // Given
        Tenant narrow = tenant(List.of("small"));

        // When
        HttpResponse<String> answer = count(narrow, body("scripted-claude/claude-counts", "Say hello"));

        // Then
        assertThat(countedBy(answer)).isEqualTo("estimate");
        narrow.close();
    }

    @Test
    void shouldNotShowTheProviderWhatTheGuardRefuses() {
        // Given
        publish(new Rule("violence", Stage.INPUT, Action.BLOCK, null));

        // When
        HttpResponse<String> answer =
                count(tenant, body("scripted-claude/claude-counts", "I'm going to kill you and your dog"));

        // Then
        assertThat(countedBy(answer)).isEqualTo("estimate");
    }

    @Test
    void shouldMaskForTheProviderWhatTheGuardRedacts() {
        // Given
        publish(new Rule("pii.email", Stage.INPUT, Action.REDACT, null));

        // When
        HttpResponse<String> answer =
                count(tenant, body("scripted-claude/claude-counts", "Write to ann.example@mail.example.org"));

        // Then
        assertThat(countedBy(answer)).isEqualTo("provider");
        assertThat(new JsonObject(answer.body()).getString("asked"))
                .contains("Write to ")
                .doesNotContain("ann.example");
    }

    @Test
    void shouldRefuseWhatIsNoRequest() {
        // When
        HttpResponse<String> answer = count(tenant, "{\"model\":\"scripted-claude/claude-counts\",\"messages\":[]}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("messages");
    }
}
