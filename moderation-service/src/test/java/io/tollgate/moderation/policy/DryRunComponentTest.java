package io.tollgate.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.local.testing.EmbeddedServers;
import io.tollgate.moderation.VerdictTopic;
import io.tollgate.moderation.judge.JudgeTestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(BillingFake.class)
@QuarkusTestResource(JudgeTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class DryRunComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = """
            {"fail_mode":"open","stream_mode":"balanced","stores_content":false,"judge":"qwen",
             "rules":[{"subject":"violence","stage":"input","action":"escalate"},
                      {"subject":"pii.email","stage":"input","action":"redact"},
                      {"subject":"names","stage":"input","action":"flag"},
                      {"subject":"names","stage":"output","action":"block"},
                      {"subject":"sexual","stage":"input","action":"block","threshold":0.9}],
             "terms":[{"id":"names","terms":["bluebird nine"]}]}""";

    @TestHTTPResource("/v1/organization/moderation/")
    URI api;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> run(String key, String body) {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("policies/dry_run"))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private JsonNode dryRun(String stage, String text) throws JsonProcessingException {
        HttpResponse<String> answer =
                run("owner.dry", "{\"stage\":\"" + stage + "\",\"text\":\"" + text + "\",\"policy\":" + POLICY + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("bluebird nine", "ann@example.org", "kill them");
        return JSON.readTree(answer.body());
    }

    @Test
    void shouldTellWhatWouldHappenAndWhatEachRuleDid() throws JsonProcessingException {
        // When
        JsonNode report = dryRun("input", "Ask ann@example.org about bluebird nine.");

        // Then
        assertThat(report.path("action").asText()).isEqualTo("redact");
        assertThat(report.path("subjects")).extracting(JsonNode::asText).containsExactly("names", "pii.email");
        assertThat(report.path("findings"))
                .extracting(finding -> finding.path("subject").asText()
                        + " " + finding.path("start").asInt()
                        + "-" + finding.path("end").asInt()
                        + " " + finding.path("action").asText())
                .containsExactlyInAnyOrder("pii.email 4-19 redact", "names 26-39 flag");
        assertThat(report.at("/findings/0/sha256").asText()).hasSize(64);
        assertThat(report.path("rules"))
                .extracting(rule ->
                        rule.path("index").asInt() + " " + rule.path("applies").asBoolean())
                .containsExactly("0 false", "1 true", "2 true", "4 false");
        assertThat(report.path("judge").isNull()).isTrue();
        assertThat(report.path("scanned_characters").asInt()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "input, I want to kill them. [judge safe], allow, safe, false",
        "input, I want to kill them. [judge controversial], flag, controversial, false",
        "input, I want to kill them. [judge unsafe], block, unsafe, false",
        "input, I want to kill them. [judge 500], flag, -, true",
        "input, I want to kill them. [judge 401], block, -, true",
        "output, bluebird nine, block, -, false",
        "output, I want to kill them., allow, -, false",
    })
    void shouldGoByTheStageAndTheJudge(String stage, String text, String action, String opinion, boolean degraded)
            throws JsonProcessingException {
        // When
        JsonNode report = dryRun(stage, text);

        // Then
        assertThat(report.path("action").asText()).isEqualTo(action);
        assertThat(report.at("/judge/opinion").asText("-")).isEqualTo(opinion);
        assertThat(report.path("degraded").asBoolean()).isEqualTo(degraded);
    }

    @Test
    void shouldStoreNothing() throws JsonProcessingException {
        // When
        dryRun("input", "bluebird nine");

        // Then
        HttpRequest policies = HttpRequest.newBuilder(api.resolve("policies"))
                .header("authorization", "Bearer owner.dry")
                .build();
        assertThat(http.sendAsync(policies, HttpResponse.BodyHandlers.ofString())
                        .join()
                        .body())
                .isEqualTo("{\"object\":\"list\",\"data\":[]}");
        try (VerdictTopic topic = new VerdictTopic(kafka)) {
            assertThat(topic.ofOrganization("dry")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense  | {\"text\":\"x\"}                                         | 401 | is not known",
                "owner.dry | {\"text\":\"x\"}                                         | 400 | JSON object",
                "owner.dry | {\"policy\":{}}                                          | 400 | 'text' must be",
                "owner.dry | {\"text\":\"x\",\"stage\":\"both\",\"policy\":{}}        | 400 | 'stage' must be",
                "owner.dry | {\"text\":\"x\",\"polici\":{}}                           | 400 | Unknown parameter: 'polici'",
                "owner.dry | {\"text\":\"x\",\"policy\":{\"fail_mode\":\"open\"}}     | 400 | The policy is not valid",
                "owner.dry | {\"text\":\"x\",\"policy\":{\"organization\":\"other\"}} | 400 | Unknown parameter: 'organization'",
            })
    void shouldRefuseWhatIsNoDryRun(String key, String body, int status, String message) {
        // When
        HttpResponse<String> answer = run(key, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }
}
