package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RedisState;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.Tenant;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.money.Money;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same question in other words. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class SemanticCacheTest extends RunningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUESTION = "Please tell me what the capital of France is";
    private static final String PARAPHRASE = "Tell me, please: the capital of France is what?";
    private static final String OTHER_QUESTION = "Please tell me how tall the tower in Paris is";
    private static final String STREAMED = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    private static final long NANO_PER_TOKEN = 150;

    @Inject
    Redis redis;

    @Inject
    LiveRoutes routes;

    @Inject
    Targets targets;

    /** @param more starts with a comma, or is empty */
    private static String body(String model, String question, String more) {
        return body(model, "", question, more);
    }

    /** @param earlier ends with a comma, or is empty */
    private static String body(String model, String earlier, String question, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[" + earlier + "{\"role\":\"user\",\"content\":\"" + question
                + "\"}],\"temperature\":0,\"simulator\":{\"completion_tokens\":7}" + more + "}";
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

    private double comparisons(String result) {
        return registry.find("chat.cache.comparisons").tag("result", result).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private List<UsageRecorded> usage(int count, Operation operation) {
        return tenant.usage(count).stream()
                .filter(event -> event.operation() == operation)
                .toList();
    }

    private void publish(Rule... rules) {
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        Long before = policies.of(caller).version();
        billing.publishPolicy(tenant.organization(), List.of(rules), PolicyPublished.StreamMode.BALANCED, null, false);
        await().atMost(PATIENCE).until(() -> !Objects.equals(policies.of(caller).version(), before));
    }

    @Test
    void shouldAnswerAParaphraseWithoutAskingTheModel() {
        // Given
        HttpResponse<String> first = tenant.complete(body("meaning", QUESTION, ""));
        long calls = simulator.calls();

        // When
        HttpResponse<String> paraphrased = tenant.complete(body("meaning", PARAPHRASE, ""));

        // Then
        assertThat(cache(first)).isEqualTo("miss");
        assertThat(cache(paraphrased)).isEqualTo("semantic");
        assertThat(paraphrased.statusCode()).isEqualTo(200);
        assertThat(paraphrased.body()).isEqualTo(first.body());
        assertThat(paraphrased.headers().firstValue("x-tollgate-attempts")).contains("0");
        assertThat(simulator.calls() - calls).as("the embedding alone").isEqualTo(1);
    }

    @Test
    void shouldStreamTheAnswerToAParaphrase() {
        // Given
        HttpResponse<String> plain = tenant.complete(body("meaning", QUESTION, ""));

        // When
        HttpResponse<String> streamed = tenant.complete(body("meaning", PARAPHRASE, STREAMED));

        // Then
        assertThat(cache(streamed)).isEqualTo("semantic");
        assertThat(joinedText(streamed)).isEqualTo(text(plain)).isNotEmpty();
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n").contains("\"usage\":{");
    }

    @Test
    void shouldAskTheModelWhenTheQuestionIsAnotherOne() {
        // Given
        tenant.complete(body("meaning", QUESTION, ""));

        // When
        HttpResponse<String> other = tenant.complete(body("meaning", OTHER_QUESTION, ""));

        // Then
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(cache(other)).isEqualTo("miss");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"system\",\"content\":\"You are a pirate\"}, | ''",
                "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}, | ''",
                "'' | ,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":{}}}]",
                "'' | ,\"response_format\":{\"type\":\"json_object\"}",
                "'' | ,\"seed\":7"
            })
    void shouldAskTheModelWhenAnythingElseOfTheRequestDiffers(String earlier, String more) {
        // Given
        tenant.complete(body("meaning", QUESTION, ""));

        // When
        HttpResponse<String> answer = tenant.complete(body("meaning", earlier, PARAPHRASE, more));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(cache(answer)).isEqualTo("miss");
    }

    @Test
    void shouldNeverGiveOneTenantAnothersAnswer() {
        // Given
        tenant.complete(body("meaning", QUESTION, ""));
        Tenant other = tenant(List.of());

        // When
        HttpResponse<String> answer = other.complete(body("meaning", PARAPHRASE, ""));

        // Then
        assertThat(cache(answer)).isEqualTo("miss");
        other.close();
    }

    @Test
    void shouldCompareNothingWhereTheFileDoesNotSayIt() {
        // Given
        tenant.complete(body("small", QUESTION, ""));

        // When
        HttpResponse<String> answer = tenant.complete(body("small", PARAPHRASE, ""));

        // Then
        assertThat(cache(answer)).isEqualTo("miss");
        assertThat(tenant.usage(2)).extracting(UsageRecorded::operation).containsOnly(Operation.CHAT);
    }

    @Test
    void shouldCompareNothingWhenTheClientWantsANewAnswer() {
        // Given
        tenant.complete(body("meaning", QUESTION, ""));
        long calls = simulator.calls();

        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/v1/chat/completions")
                .header("x-tollgate-cache", "off")
                .POST(BodyPublishers.ofString(body("meaning", PARAPHRASE, "")))
                .build());

        // Then
        assertThat(cache(answer)).isEqualTo("bypass");
        assertThat(simulator.calls() - calls).as("no embedding").isEqualTo(1);
    }

    @Test
    void shouldCompareForAKeyThatMayNotUseTheEmbeddingModelItself() {
        // Given
        Tenant narrow = tenant(List.of("meaning"));
        narrow.complete(body("meaning", QUESTION, ""));

        // When
        HttpResponse<String> answer = narrow.complete(body("meaning", PARAPHRASE, ""));

        // Then
        assertThat(cache(answer)).isEqualTo("semantic");
        narrow.close();
    }

    @ParameterizedTest
    @CsvSource({"meaning-alone,failed", "meaning-slow,timeout"})
    void shouldAskTheModelWhenTheEmbeddingModelIsAway(String model, String counted) {
        // Given
        double before = comparisons(counted);

        // When
        HttpResponse<String> answer = tenant.complete(body(model, QUESTION, ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(cache(answer)).isEqualTo("miss");
        assertThat(comparisons(counted)).isEqualTo(before + 1);
        assertThat(usage(2, Operation.CHAT)).hasSize(1);
    }

    /** One answers too slowly, one not at all; the third is not even waited for once the comparison is over. */
    @ParameterizedTest
    @CsvSource({"meaning-late,late-embedder", "meaning-silent,silent-embedder", "meaning-left,left-embedder"})
    void shouldBlameTheEmbeddingModelThatDoesNotAnswerAndChargeNobody(String model, String embedder) {
        // Given: one failure more, and the breaker opens
        Target target =
                routes.current().resolve(embedder).orElseThrow().targets().getFirst();
        for (int failure = 1; failure < 1_000; failure++) {
            targets.enter(target, false).result().failed();
        }

        // When
        HttpResponse<String> answer = tenant.complete(body(model, QUESTION, ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(usage(2, Operation.EMBEDDING))
                .singleElement()
                .extracting(UsageRecorded::status)
                .isEqualTo(Status.TIMEOUT);
        assertThat(targets.state(target).isAvailable(System.nanoTime())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", STREAMED})
    void shouldGuardTheAnswerToAParaphrase(String more) {
        // Given
        publish();
        String said = ",\"simulator\":{\"text\":\"Now I am going to kill you and your dog\"}" + more;
        String asked = body("meaning", QUESTION, "").replace(",\"simulator\":{\"completion_tokens\":7}", said);
        HttpResponse<String> allowed = tenant.complete(asked);
        publish(new Rule("violence", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.BLOCK, null));

        // When
        HttpResponse<String> again = tenant.complete(asked.replace(QUESTION, PARAPHRASE));

        // Then
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(cache(again)).isEqualTo("semantic");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("content_filter").doesNotContain("your dog");
        assertThat(usage(4, Operation.CHAT))
                .extracting(UsageRecorded::status)
                .containsExactlyInAnyOrder(Status.OK, Status.CONTENT_FILTERED);
        await().atMost(PATIENCE).until(() -> gauge("chat.attempts.active") == 0);
    }

    @Test
    void shouldShowTheEmbeddingModelNoMoreThanTheModelItself() {
        // Given
        publish(new Rule("pii.email", PolicyPublished.Stage.INPUT, PolicyPublished.Action.REDACT, null));
        double failed = comparisons("failed");
        tenant.complete(body("meaning-discreet", "Write to ann@example.org, please", ""));

        // When
        HttpResponse<String> answer =
                tenant.complete(body("meaning-discreet", "Write to bob.miller@example.org, please", ""));

        // Then
        assertThat(cache(answer)).isEqualTo("semantic");
        assertThat(comparisons("failed")).isEqualTo(failed);
    }

    @Test
    void shouldBillEveryEmbeddingOnceAndTheAnswerToAParaphraseNot() {
        // Given
        billing.publishPrice("simulator", "text-embedding-3-small");
        await().atMost(PATIENCE)
                .until(() -> prices.sheet("simulator", "text-embedding-3-small").isPresent());
        tenant.limit(Money.ofPico(1_000_000_000_000L));
        RedisState state = new RedisState(redis, tenant.organization());
        tenant.complete(body("meaning", QUESTION, ",\"metadata\":{\"team\":\"search\"}"));
        UsageRecorded paid = usage(2, Operation.CHAT).getFirst();
        long reserved = state.reservedNano();

        // When
        tenant.complete(body("meaning", PARAPHRASE, ""));

        // Then
        List<UsageRecorded> embeddings = usage(4, Operation.EMBEDDING);
        UsageRecorded served = usage(4, Operation.CHAT).stream()
                .filter(event -> !event.attemptId().equals(paid.attemptId()))
                .findFirst()
                .orElseThrow();
        assertThat(tenant.usageNow())
                .extracting(UsageRecorded::attemptId)
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertThat(served.servedFrom()).isEqualTo(ServedFrom.CACHE);
        assertThat(served.usage()).isEqualTo(paid.usage());
        assertThat(served.provider()).isEqualTo(paid.provider());
        assertThat(embeddings).hasSize(2).allSatisfy(embedding -> {
            assertThat(embedding.status()).isEqualTo(Status.OK);
            assertThat(embedding.servedFrom()).isNull();
            assertThat(embedding.project()).isEqualTo(paid.project());
            assertThat(embedding.modelRequested()).isEqualTo("embedder");
            assertThat(embedding.usage().inputTokens()).isPositive();
        });
        assertThat(embeddings.stream().filter(embedding -> embedding.tags().containsKey("team")))
                .hasSize(1);
        assertThat(state.reservedNano() - reserved)
                .as("what the second embedding cost")
                .isEqualTo(embeddings.getLast().usage().inputTokens() * NANO_PER_TOKEN);
    }

    @Test
    void shouldRememberAQuestionOnlyWithItsAnswer() {
        // Given
        String failing = body("meaning", QUESTION, "").replace("\"completion_tokens\":7", "\"fault\":\"500\"");
        HttpResponse<String> failed = tenant.complete(failing);

        // When
        HttpResponse<String> paraphrased = tenant.complete(failing.replace(QUESTION, PARAPHRASE));

        // Then
        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(cache(paraphrased)).isEqualTo("miss");
        await().atMost(PATIENCE).until(() -> gauge("chat.cache.flights") == 0);
    }
}
