package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RedisMonitor;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.Tenant;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.money.Money;
import io.tollgate.local.testing.EmbeddedServers;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same request again. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class AnswerCacheTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PLAIN = "";
    private static final String STREAMED = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

    @Inject
    Redis redis;

    private final String text = "Say " + UUID.randomUUID();

    private String body(String more) {
        return Bodies.saying(
                "small",
                text,
                ",\"temperature\":0,\"max_completion_tokens\":10,\"simulator\":{\"completion_tokens\":7}" + more);
    }

    private static String cache(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-tollgate-cache").orElse("none");
    }

    private static String text(HttpResponse<String> plain) {
        return new JsonObject(plain.body())
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
    }

    private static String joinedText(HttpResponse<String> stream) {
        StringBuilder joined = new StringBuilder();
        stream.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> new JsonObject(line.substring("data: ".length())).getJsonArray("choices"))
                .filter(choices -> !choices.isEmpty())
                .forEach(choices -> joined.append(
                        choices.getJsonObject(0).getJsonObject("delta").getString("content", "")));
        return joined.toString();
    }

    @Test
    void shouldGiveTheSameAnswerAgainWithoutAskingTheProvider() {
        // Given
        HttpResponse<String> first = tenant.complete(body(PLAIN));
        long calls = simulator.calls();

        // When
        HttpResponse<String> again = tenant.complete(body(PLAIN));

        // Then
        assertThat(cache(first)).isEqualTo("miss");
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(simulator.calls()).isEqualTo(calls);
    }

    @Test
    void shouldStreamAStreamAgainByteForByte() {
        // Given
        HttpResponse<String> first = tenant.complete(body(STREAMED));

        // When
        HttpResponse<String> again = tenant.complete(body(STREAMED));

        // Then
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(again.body()).isEqualTo(first.body()).endsWith("data: [DONE]\n\n");
        assertThat(again.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
    }

    @Test
    void shouldGiveAPlainAnswerAsAStreamAndAStreamAsAPlainAnswer() {
        // Given
        HttpResponse<String> plain = tenant.complete(body(PLAIN));
        Tenant other = tenant(List.of());
        HttpResponse<String> stream = other.complete(body(STREAMED));

        // When
        HttpResponse<String> plainAsStream = tenant.complete(body(STREAMED));
        HttpResponse<String> streamAsPlain = other.complete(body(PLAIN));

        // Then
        assertThat(List.of(cache(plain), cache(stream), cache(plainAsStream), cache(streamAsPlain)))
                .containsExactly("miss", "miss", "hit", "hit");
        assertThat(joinedText(plainAsStream)).isEqualTo(text(plain)).isNotEmpty();
        assertThat(plainAsStream.body()).endsWith("data: [DONE]\n\n").contains("\"usage\":{");
        assertThat(text(streamAsPlain)).isEqualTo(joinedText(stream)).isNotEmpty();
        other.close();
    }

    @Test
    void shouldRecordAHitAsUsageThatCostsNothing() {
        // Given
        tenant.limit(Money.ofPico(1_000_000_000_000L));
        RedisState state = new RedisState(redis, tenant.organization());
        tenant.complete(body(PLAIN));
        UsageRecorded paid = tenant.onlyUsage();
        long reserved = state.reservedNano();

        // When
        tenant.complete(body(PLAIN));

        // Then
        UsageRecorded served = tenant.usage(2).stream()
                .filter(event -> !event.attemptId().equals(paid.attemptId()))
                .findFirst()
                .orElseThrow();
        assertThat(served.servedFrom()).isEqualTo(ServedFrom.CACHE);
        assertThat(served.status()).isEqualTo(Status.OK);
        assertThat(served.usage()).isEqualTo(paid.usage());
        assertThat(served.provider()).isEqualTo(paid.provider());
        assertThat(served.modelBilled()).isEqualTo(paid.modelBilled());
        assertThat(state.reservedNano()).isEqualTo(reserved).isPositive();
        assertThat(paid.servedByCache()).isFalse();
    }

    @Test
    void shouldServeAHitOutOfASpentBudget() {
        // Given
        tenant.complete(body(PLAIN));
        tenant.limit(Money.ofPico(1_000));

        // When
        HttpResponse<String> again = tenant.complete(body(PLAIN));

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(cache(again)).isEqualTo("hit");
    }

    @Test
    void shouldNeverGiveOneTenantAnothersAnswer() {
        // Given
        tenant.complete(body(PLAIN));
        Tenant other = tenant(List.of());

        // When
        HttpResponse<String> answer = other.complete(body(PLAIN));

        // Then
        assertThat(cache(answer)).isEqualTo("miss");
        other.close();
    }

    @Test
    void shouldDoAsHeadersSay() {
        // Given
        String random = Bodies.saying("small", text, ",\"simulator\":{\"completion_tokens\":7}");
        tenant.complete(body(PLAIN));

        // When
        HttpResponse<String> off = send(body(PLAIN), "x-tollgate-cache", "off");
        HttpResponse<String> noStore = send(body(PLAIN), "cache-control", "no-store");
        HttpResponse<String> refreshed = send(body(PLAIN), "x-tollgate-cache", "refresh");
        HttpResponse<String> unasked = tenant.complete(random);
        HttpResponse<String> asked = send(random, "x-tollgate-cache", "on");
        HttpResponse<String> askedAgain = send(random, "x-tollgate-cache", "on");

        // Then
        assertThat(List.of(
                        cache(off), cache(noStore), cache(refreshed), cache(unasked), cache(asked), cache(askedAgain)))
                .containsExactly("bypass", "bypass", "miss", "bypass", "miss", "hit");
    }

    private HttpResponse<String> send(String body, String header, String value) {
        return tenant.send(tenant.request("/v1/chat/completions")
                .header(header, value)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void shouldAskTheProviderOnceWhenTheSameRequestComesManyTimesAtOnce() {
        // Given
        String slow = Bodies.saying(
                "small",
                text,
                ",\"temperature\":0,\"stream\":true,\"simulator\":{\"completion_tokens\":5,\"chunk_ms\":100}");
        long before = simulator.calls();

        // When
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 20)
                .mapToObj(call -> tenant.http().sendAsync(tenant.chat(slow), BodyHandlers.ofString()))
                .toList();

        // Then
        List<HttpResponse<String>> answers =
                calls.stream().map(CompletableFuture::join).toList();
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(simulator.calls() - before).isEqualTo(1);
        assertThat(answers.stream().filter(answer -> cache(answer).equals("hit")))
                .hasSize(19);
        assertThat(gauge("chat.cache.flights")).isZero();
    }

    @Test
    void shouldLetOthersGoOnWhenTheOneThatWentAheadFails() {
        // Given
        String failing = Bodies.saying("small", text, ",\"temperature\":0,\"simulator\":{\"fault\":\"500\"}");

        // When
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 3)
                .mapToObj(call -> tenant.http().sendAsync(tenant.chat(failing), BodyHandlers.ofString()))
                .toList();

        // Then
        assertThat(calls.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.statusCode() >= 500)
                .allMatch(answer -> cache(answer).equals("miss"));
        await().atMost(PATIENCE).until(() -> gauge("chat.cache.flights") == 0);
    }

    @Test
    void shouldAskRedisOnceBeforeAndOnceAfterForAHitToo() throws IOException {
        // Given
        tenant.complete(body(PLAIN));
        RedisState state = new RedisState(redis, tenant.organization());
        tenant.onlyUsage();
        await().atMost(PATIENCE).until(() -> state.outbox() == 0);

        try (RedisMonitor monitor = new RedisMonitor(EmbeddedServers.current().port("redis"))) {
            // When
            tenant.complete(body(PLAIN));

            // Then
            tenant.usage(2);
            await().atMost(PATIENCE).until(() -> state.outbox() == 0);
            List<String> scripts = monitor.scripts(tenant.organization()).stream()
                    .filter(script -> !List.of("budgets/1", "budgets/4", "leases/1", "leases/4")
                            .contains(script))
                    .toList();
            // Claiming and acknowledging have the same keys as recording; they come whatever is served.
            assertThat(scripts).contains("outbox-order/2").containsOnlyOnce("budgets/6");
            assertThat(scripts.stream().filter(script -> !script.equals("outbox-order/2")))
                    .containsExactly("budgets/6");
        }
    }

    @Test
    void shouldGuardAnAnswerAgainThatIsGivenAgain() {
        // Given
        String forbidden = Bodies.saying(
                "small",
                text,
                ",\"temperature\":0,\"simulator\":{\"text\":\"Now I am going to kill you and your dog\"}");
        billing.publishPolicy(tenant.organization(), List.of(), PolicyPublished.StreamMode.BALANCED, null, false);
        await().atMost(PATIENCE).until(() -> policies.of(caller()).version() != null);
        HttpResponse<String> allowed = tenant.complete(forbidden);
        Long before = policies.of(caller()).version();
        Rule rule = new Rule("violence", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.BLOCK, null);
        billing.publishPolicy(tenant.organization(), List.of(rule), PolicyPublished.StreamMode.BALANCED, null, false);
        await().atMost(PATIENCE)
                .until(() -> !Objects.equals(policies.of(caller()).version(), before));
        long calls = simulator.calls();

        // When
        HttpResponse<String> again = tenant.complete(forbidden);

        // Then
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("content_filter").doesNotContain("your dog");
        assertThat(simulator.calls()).isEqualTo(calls);
    }

    private Caller caller() {
        return new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
    }
}
