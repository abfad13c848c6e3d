package io.tollgate.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.access.Caller;
import io.tollgate.chat.testing.BillingDouble;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.PolicyPublished;
import io.tollgate.contracts.event.PolicyPublished.Action;
import io.tollgate.contracts.event.PolicyPublished.FailMode;
import io.tollgate.contracts.event.PolicyPublished.Rule;
import io.tollgate.contracts.event.PolicyPublished.Stage;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import io.tollgate.contracts.event.VerdictReached;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guard is not sure of, and what becomes of it where the judge is there, away, or not set up right. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class JudgedRequestsTest extends RunningGateway {

    private static final Rule ESCALATED = new Rule("violence", Stage.INPUT, Action.ESCALATE, null);

    private void publish(FailMode failMode, String judge, Rule... rules) {
        billing.publishPolicy(
                tenant.organization(), List.of(rules), PolicyPublished.StreamMode.BALANCED, failMode, judge, false);
        Caller caller = new Caller("key", tenant.organization(), "proj_" + tenant.organization(), Set.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> policies.of(caller).version() != null);
    }

    private List<VerdictReached> verdicts() {
        return billing.read(EventType.VERDICT_REACHED).stream()
                .filter(message -> tenant.organization().equals(message.key()))
                .map(message -> BillingDouble.parse(EventType.VERDICT_REACHED, message.value()))
                .toList();
    }

    private VerdictReached onlyVerdict() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !verdicts().isEmpty());
        assertThat(verdicts()).hasSize(1);
        return verdicts().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "open, safe, 200, ok",
        "open, controversial, 200, ok",
        "open, unsafe, 400, ok",
        "open, away, 200, degraded",
        "open, garbage, 200, degraded",
        "open, unfit, 400, degraded",
        "closed, safe, 200, ok",
        "closed, away, 400, degraded",
        "closed, garbage, 400, degraded",
        "closed, unfit, 400, degraded",
    })
    void shouldDoAsTheJudgeOrElseTheFailModeSays(String failMode, String judge, int status, String moderationStatus) {
        // Given
        publish(failMode.equals("open") ? FailMode.OPEN : FailMode.CLOSED, judge, ESCALATED);

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("small", "I want to kill them.", ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-moderation-status")).contains(moderationStatus);
        if (!judge.equals("safe")) {
            VerdictReached verdict = onlyVerdict();
            assertThat(verdict.degraded()).isEqualTo(moderationStatus.equals("degraded"));
            assertThat(verdict.hits())
                    .filteredOn(hit -> hit.detector().equals("judge"))
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.rule())
                            .isEqualTo(
                                    switch (judge) {
                                        case "unfit" -> "judge_unfit";
                                        case "away", "garbage" -> "judge_away";
                                        default -> "judge";
                                    }));
        }
    }

    @ParameterizedTest
    @CsvSource({"half a character \\ud800, 400", "NUL \\u0000, 400"})
    void shouldNotLetATextPastTheJudgeThatIsHardToWrite(String text, int status) {
        // Given
        publish(FailMode.OPEN, "unsafe", ESCALATED);

        // When
        HttpResponse<String> answer = tenant.complete("{\"model\":\"small\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\"I want to kill them. " + text + "\"}]}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-moderation-status")).contains("ok");
    }

    @Test
    void shouldAskTheJudgeAlsoWhereSomethingElseIsRedacted() {
        // Given
        publish(FailMode.OPEN, "unsafe", ESCALATED, new Rule("pii.email", Stage.INPUT, Action.REDACT, null));

        // When
        HttpResponse<String> answer =
                tenant.complete(Bodies.saying("small", "I want to kill them, says ann@example.org.", ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldNotAskAboutWhatIsCertain() {
        // Given: a judge that would let it pass
        publish(FailMode.OPEN, "safe", new Rule("violence", Stage.INPUT, Action.BLOCK, null));

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("small", "I want to kill them.", ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> asJudge(String path, String body) {
        billing.scopeKey(ChatTestSettings.JUDGE_KEY, tenant.organization(), List.of());
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> tenant.send(HttpRequest.newBuilder(gateway.resolve(path))
                                .timeout(Duration.ofSeconds(30))
                                .header("authorization", "Bearer " + ChatTestSettings.JUDGE_KEY)
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build()),
                        answer -> answer.statusCode() != 401);
    }

    @Test
    void shouldNotJudgeWhatAJudgeIsAsked() {
        // Given
        publish(FailMode.CLOSED, "unfit", ESCALATED, new Rule("violence", Stage.OUTPUT, Action.BLOCK, null));

        // When: until it is this tenant's key
        HttpResponse<String> answer = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> asJudge(
                                "/v1/chat/completions",
                                "{\"model\":\"simulator/qwen3guard\",\"messages\":[{\"role\":\"user\","
                                        + "\"content\":\"I want to kill them. [judge unsafe]\"}]}"),
                        any -> !tenant.usageNow().isEmpty());

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).containsIgnoringCase("unsafe");
        assertThat(answer.headers().firstValue("x-moderation-status")).contains("skipped");
        assertThat(tenant.usageNow()).extracting(UsageRecorded::operation).containsOnly(Operation.CHAT);
        assertThat(verdicts()).isEmpty();
    }

    @Test
    void shouldHaveAProvidersModelModerateAndMeterIt() {
        // When
        HttpResponse<String> answer = tenant.send(tenant.request("/v1/moderations")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"simulator/omni-moderation-latest\",\"input\":[{\"type\":\"text\","
                                + "\"text\":\"I want to kill them. [judge unsafe]\"}]}"))
                .build());

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("modr-simulated", "\"flagged\":true");
        assertThat(tenant.onlyUsage().operation()).isEqualTo(Operation.MODERATION);
    }

    @Test
    void shouldNotAskModerationServiceOnBehalfOfItself() {
        // When
        HttpResponse<String> answer =
                asJudge("/v1/moderations", "{\"model\":\"omni-moderation-latest\",\"input\":\"a text\"}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("model_not_found");
    }
}
