package io.tollgate.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.completion.AnswerRendering;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.Completions;
import io.tollgate.chat.completion.RequestFacts;
import io.tollgate.chat.completion.RequestOrigin;
import io.tollgate.chat.completion.TokenCountOutcome;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.Tenant;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Action;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.event.RateLimit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are counted by the provider that would answer, or by estimate. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class CountTokensTest extends RunningGateway {

    @Inject
    Completions completions;

    @Inject
    LiveRoutes routes;

    @Inject
    Targets targets;

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

    @Test
    void shouldRefuseARequestInAnotherEncoding() {
        // Given
        byte[] body = body("scripted-claude/claude-counts", "Say hello").getBytes(StandardCharsets.UTF_16);

        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/v1/messages/count_tokens")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("UTF-8");
    }

    /** Where a call throws, its place at the target is free again: there is only one, and the next call gets it. */
    @Test
    void shouldLeaveItsPlaceWhenItCannotBeSent() {
        // Given
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        byte[] body = body("narrow-claude/claude-counts", "Say hello").getBytes(StandardCharsets.UTF_8);
        ClientDialect dialect = new TokenCountDialect();
        ClientDialect broken = (asked, type) -> new Unsendable(dialect.parse(asked, type));

        // When
        Optional<Buffer> thrown = counted(caller, broken, body);
        Optional<Buffer> next = counted(caller, dialect, body);

        // Then
        assertThat(thrown).isEmpty();
        assertThat(next).isPresent();
    }

    private Optional<Buffer> counted(Caller caller, ClientDialect dialect, byte[] body) {
        RequestOrigin origin = new RequestOrigin(UUID.randomUUID(), System.nanoTime(), name -> null);
        TokenCountOutcome outcome = completions
                .countTokens(caller, dialect, body, origin)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        return ((TokenCountOutcome.Counted) outcome).answer();
    }

    @Test
    void shouldEstimateWithoutWaitingWhenTheTargetIsFull() {
        // Given
        Target narrow = routes.current()
                .resolve("narrow-claude/claude-counts")
                .orElseThrow()
                .targets()
                .getFirst();
        var occupied = targets.enter(narrow, false).result();

        // When
        HttpResponse<String> full = count(tenant, body("narrow-claude/claude-counts", "Say hello"));
        occupied.abandoned();
        boolean hasRoom = targets.state(narrow).hasRoom(narrow);

        // Then
        assertThat(countedBy(full)).isEqualTo("estimate");
        assertThat(hasRoom).as("its place was promised to nobody").isTrue();
        assertThat(countedBy(count(tenant, body("narrow-claude/claude-counts", "Say hello"))))
                .isEqualTo("provider");
    }

    private void limit(RateLimit.Kind kind, long limit, RateLimit... others) {
        List<RateLimit> limits = new ArrayList<>(List.of(others));
        limits.add(new RateLimit(RateLimit.Scope.KEY, null, kind, limit));
        billing.limitKey(tenant.key(), tenant.organization(), limits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scripted-claude/claude-counts", "small"})
    void shouldRefuseWhoAsksTooOften(String model) {
        // When
        limit(RateLimit.Kind.REQUESTS_PER_MINUTE, 0);

        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count(tenant, body(model, "Say hello")).statusCode() == 429);
        HttpResponse<String> refused = count(tenant, body(model, "Say hello"));
        assertThat(refused.headers().firstValue("x-ratelimit-limit-requests")).contains("0");
        JsonObject envelope = new JsonObject(refused.body());
        assertThat(envelope.getString("type")).isEqualTo("error");
        assertThat(envelope.getJsonObject("error").getString("type")).isEqualTo("rate_limit_error");
    }

    @Test
    void shouldCountARequestAndNoTokens() {
        // Given
        limit(
                RateLimit.Kind.REQUESTS_PER_DAY,
                1_000,
                new RateLimit(RateLimit.Scope.KEY, null, RateLimit.Kind.TOKENS_PER_MINUTE, 0),
                new RateLimit(RateLimit.Scope.KEY, null, RateLimit.Kind.CONCURRENT_REQUESTS, 0));
        String body = body("scripted-claude/claude-counts", "Say hello");
        await().atMost(Duration.ofSeconds(20)).until(() -> remaining(count(tenant, body)) >= 0);

        // When
        HttpResponse<String> first = count(tenant, body);
        HttpResponse<String> second = count(tenant, body);

        // Then
        assertThat(countedBy(second)).isEqualTo("provider");
        assertThat(remaining(first) - remaining(second)).isEqualTo(1);
        assertThat(second.headers().firstValue("x-ratelimit-limit-tokens")).isEmpty();
    }

    private static long remaining(HttpResponse<String> answer) {
        return answer.headers()
                .firstValueAsLong("x-ratelimit-remaining-requests")
                .orElse(-1);
    }

    /** A request whose body cannot be made, for a reason that nobody has thought of. */
    private record Unsendable(ClientRequest request) implements ClientRequest {
        @Override
        public RequestFacts facts() {
            return request.facts();
        }

        @Override
        public boolean isOwnDialectOf(Target target) {
            return request.isOwnDialectOf(target);
        }

        @Override
        public Buffer upstreamBody(Target target, OptionalInt outputBound) {
            throw new IndexOutOfBoundsException("as of a bug");
        }

        @Override
        public AnswerRendering rendering() {
            return request.rendering();
        }
    }
}
