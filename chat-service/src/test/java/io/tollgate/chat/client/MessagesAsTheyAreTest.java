package io.tollgate.chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.usage.Meter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Anthropic's clients and Anthropic itself: nothing between them is translated. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class MessagesAsTheyAreTest extends RunningGateway {

    private static final String UNKNOWN =
            "\"top_k\": 5, \"thinking\":{\"type\":\"adaptive\"},\"brand_new\":[1.50,null]";

    private static final Path RECORDED = Path.of("src/test/resources/dialect/messages/stream.sse");

    private static String body(String model, String members) {
        return "{\"model\": \"" + model + "\", \"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"brand_new\",\"x\":1}]}]" + members + "}";
    }

    private static String plain(String model, String members) {
        return "{\"model\": \"" + model + "\", \"max_tokens\":50,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]" + members + "}";
    }

    private HttpResponse<String> ask(String body) {
        return tenant.send(tenant.request("/v1/messages")
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", "brand-new-2026-01-01")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void shouldForwardTheRequestByteForByteAndRelayTheAnswerAsItIs() {
        // Given
        String body = body("scripted-claude/claude-echo", "," + UNKNOWN);

        // When
        HttpResponse<String> answer = ask(body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject message = new JsonObject(answer.body());
        assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                .isEqualTo(body.replace("scripted-claude/claude-echo", "claude-echo"));
        assertThat(message.getString("heard")).isEqualTo("2023-06-01 brand-new-2026-01-01");
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.OK);
        assertThat(event.usage().count(Meter.INPUT_UNCACHED)).hasValue(11);
        assertThat(event.usage().count(Meter.OUTPUT_TEXT)).hasValue(3);
        assertThat(event.providerResponseId()).isEqualTo("msg_echo");
    }

    private void policy(List<Rule> rules) {
        billing.publishPolicy(tenant.organization(), rules, PolicyPublished.StreamMode.BALANCED, null, false);
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> policies.of(caller).version() != null);
    }

    /** All that a stream says, in its order, and that nothing is said in a block after its end. */
    private static String said(String stream) {
        StringBuilder said = new StringBuilder();
        Set<Integer> ended = new HashSet<>();
        stream.lines().filter(line -> line.startsWith("data: ")).forEach(line -> {
            JsonObject event = new JsonObject(line.substring("data: ".length()));
            JsonObject delta = event.getJsonObject("delta");
            if (event.getString("type").equals("content_block_stop")) {
                ended.add(event.getInteger("index"));
            } else if (event.getString("type").equals("content_block_delta")) {
                assertThat(ended).doesNotContain(event.getInteger("index"));
                said.append(delta.getString("thinking", ""))
                        .append(delta.getString("text", ""))
                        .append(delta.getString("partial_json", ""));
            }
        });
        return said.toString();
    }

    @Test
    void shouldRelayAStreamAsItIsAndMeterIt() throws IOException {
        // Given
        policy(List.of());

        // When
        HttpResponse<String> answer = ask(plain("scripted-claude/claude-recorded", ",\"stream\":true"));

        // Then
        assertThat(answer.body()).isEqualTo(Files.readString(RECORDED));
        UsageRecorded event = tenant.onlyUsage();
        assertThat(event.status()).isEqualTo(Status.OK);
        assertThat(event.usage().count(Meter.INPUT_CACHED)).hasValue(30);
        assertThat(event.usage().outputTokens()).isEqualTo(40);
    }

    @Test
    void shouldHoldNothingBackBeyondItsBlock() throws IOException {
        // Given
        String recorded = Files.readString(RECORDED);

        // When
        String stream = ask(plain("scripted-claude/claude-recorded", ",\"stream\":true"))
                .body();

        // Then
        assertThat(said(stream)).isEqualTo(said(recorded)).contains("The sky is blue");
        assertThat(stream.lines().filter(line -> line.startsWith("event: content_block_st")))
                .containsExactlyElementsOf(recorded.lines()
                        .filter(line -> line.startsWith("event: content_block_st"))
                        .toList());
    }

    @Test
    void shouldWithholdTheRestOfAStreamThatTheGuardForbids() {
        // Given
        policy(List.of(new Rule("violence", PolicyPublished.Stage.OUTPUT, PolicyPublished.Action.BLOCK, null)));

        // When
        HttpResponse<String> answer = ask(plain("scripted-claude/claude-threat", ",\"stream\":true"));

        // Then
        assertThat(answer.body())
                .contains(
                        "Zebras graze", "\"stop_reason\":\"refusal\"", "{\"type\":\"content_block_stop\",\"index\":0}")
                .doesNotContain("your dog", "to ki")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        assertThat(tenant.onlyUsage().status()).isEqualTo(Status.CONTENT_FILTERED);
    }

    @Test
    void shouldTranslateForAProviderOfAnotherDialectThatAnswersInstead() {
        // When
        HttpResponse<String> answer = ask(plain("claude-or-small", ""));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject message = new JsonObject(answer.body());
        assertThat(message.getString("type")).isEqualTo("message");
        assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                .contains("Say hello");
        assertThat(tenant.usage(2))
                .extracting(UsageRecorded::provider)
                .containsExactlyInAnyOrder("claude", "simulator");
    }

    @Test
    void shouldRefuseWhatOnlyAnthropicUnderstandsForAnotherProvider() {
        // When
        HttpResponse<String> answer = ask(body("small", "," + UNKNOWN));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_request_error");
    }

    @Test
    void shouldRefuseToolsWhoseCostCannotBeMetered() {
        // When
        HttpResponse<String> answer = ask(plain(
                "scripted-claude/claude-echo",
                ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("cannot be metered");
        assertThat(tenant.usageNow()).isEmpty();
    }

    @Test
    void shouldGiveAnAnswerOfTheCacheAsItWas() {
        // Given
        String body = plain("scripted-claude/claude-echo", ",\"temperature\":0,\"brand_new\":1");
        String first = ask(body).body();

        // When
        HttpResponse<String> again = ask(body);
        HttpResponse<String> other = ask(body.replace("\"brand_new\":1", "\"brand_new\":2"));

        // Then
        assertThat(again.headers().firstValue("x-tollgate-cache")).contains("hit");
        assertThat(again.body()).isEqualTo(first);
        assertThat(other.headers().firstValue("x-tollgate-cache")).contains("miss");
        assertThat(tenant.usage(3)).extracting(UsageRecorded::servedFrom).contains(ServedFrom.CACHE);
    }
}
