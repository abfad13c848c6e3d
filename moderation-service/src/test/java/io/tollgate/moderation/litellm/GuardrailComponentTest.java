package io.tollgate.moderation.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.local.testing.EmbeddedServers;
import io.tollgate.moderation.VerdictTopic;
import io.tollgate.moderation.judge.JudgeTestSettings;
import io.tollgate.moderation.policy.BillingFake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies as LiteLLM's client sends them, with every member of its request model. */
@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(BillingFake.class)
@QuarkusTestResource(JudgeTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class GuardrailComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORGANIZATION = "litellm";

    @TestHTTPResource("/beta/litellm_basic_guardrail_api")
    URI endpoint;

    @TestHTTPResource("/v1/organization/moderation/")
    URI policies;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final HttpClient http = HttpClient.newHttpClient();

    private static String recorded(String name) {
        try (InputStream file = Objects.requireNonNull(
                GuardrailComponentTest.class.getResourceAsStream("/litellm/" + name + ".json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private HttpResponse<String> post(@Nullable String organization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (organization != null) {
            request.header("x-tollgate-organization", organization)
                    .header("x-tollgate-project", "proj_" + organization);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private JsonNode ask(String organization, String body) throws JsonProcessingException {
        HttpResponse<String> answer = post(organization, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void publishPolicy(String organization) {
        String policy = """
                {"fail_mode":"open","stream_mode":"balanced","stores_content":false,"judge":"qwen",
                 "rules":[{"subject":"violence","stage":"input","action":"escalate"},
                          {"subject":"pii.email","stage":"input","action":"redact"},
                          {"subject":"names","stage":"output","action":"block"}],
                 "terms":[{"id":"names","terms":["bluebird nine"]}]}""";
        HttpRequest request = HttpRequest.newBuilder(policies.resolve("policies/proj_" + organization))
                .header("authorization", "Bearer owner." + organization)
                .PUT(BodyPublishers.ofString(policy))
                .build();
        assertThat(http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .join()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldLetAHarmlessRequestPassUnchanged() throws JsonProcessingException {
        // When
        JsonNode answer = ask("quiet", recorded("request"));

        // Then
        assertThat(answer).hasToString("{\"action\":\"NONE\"}");
    }

    @Test
    void shouldHandBackTheTextsOfARequestWithWhatIsRedactedReplaced() throws JsonProcessingException {
        // Given
        publishPolicy(ORGANIZATION);

        // When
        JsonNode answer = ask(ORGANIZATION, recorded("request-with-email"));

        // Then
        assertThat(answer.path("action").asText()).isEqualTo("GUARDRAIL_INTERVENED");
        assertThat(answer.path("texts")).hasSize(2);
        assertThat(answer.at("/texts/0").asText()).isEqualTo("You are helpful.");
        assertThat(answer.at("/texts/1").asText()).startsWith("Write to [").doesNotContain("ann@example.org");
        assertThat(answer.has("blocked_reason")).isFalse();
    }

    @Test
    void shouldBlockAResponseAndSayWhyWithoutTheText() throws JsonProcessingException, MalformedEventException {
        // Given
        publishPolicy("litellm-response");

        // When
        JsonNode answer = ask("litellm-response", recorded("response"));

        // Then
        assertThat(answer.path("action").asText()).isEqualTo("BLOCKED");
        assertThat(answer.path("blocked_reason").asText()).contains("names").doesNotContain("bluebird");
        VerdictReached verdict = onlyVerdict("litellm-response");
        assertThat(verdict.stage()).isEqualTo(VerdictReached.Stage.OUTPUT);
        assertThat(verdict.decision()).isEqualTo(VerdictReached.Decision.BLOCK);
        assertThat(verdict.policyVersion()).isEqualTo(1);
        assertThat(verdict.project()).isEqualTo("proj_litellm-response");
    }

    private VerdictReached onlyVerdict(String organization) throws MalformedEventException {
        try (VerdictTopic topic = new VerdictTopic(kafka)) {
            byte[] value = await().atMost(Duration.ofSeconds(30))
                    .until(() -> topic.ofOrganization(organization), records -> !records.isEmpty())
                    .getFirst()
                    .value();
            assertThat(new String(value, StandardCharsets.UTF_8)).doesNotContain("bluebird");
            return EventJson.read(EventType.VERDICT_REACHED, value);
        }
    }

    @Test
    void shouldBlockAToolCallWhoseArgumentsItCannotReplace() throws JsonProcessingException {
        // Given
        publishPolicy("litellm-tools");

        // When
        JsonNode answer = ask("litellm-tools", recorded("request-with-tool-call"));

        // Then
        assertThat(answer.path("action").asText()).isEqualTo("BLOCKED");
    }

    @ParameterizedTest
    @CsvSource({"safe, NONE, ok", "unsafe, BLOCKED, ok", "500, NONE, degraded", "401, BLOCKED, degraded"})
    void shouldAskTheJudgeOfThePolicy(String script, String action, String status) throws JsonProcessingException {
        // Given
        publishPolicy("litellm-judged");

        // When
        HttpResponse<String> answer = post(
                "litellm-judged",
                "{\"input_type\":\"request\",\"texts\":[\"I want to kill them. [judge " + script
                        + "]\"],\"request_data\":{}}");

        // Then
        assertThat(JSON.readTree(answer.body()).path("action").asText()).isEqualTo(action);
        assertThat(answer.headers().firstValue("x-moderation-status")).contains(status);
    }

    @Test
    void shouldBlockWhatIsFlaggedWhereThereIsNoPolicyAndKeepTenantsApart() throws JsonProcessingException {
        // Given
        publishPolicy("litellm-other");

        // When
        List<JsonNode> answers = List.of(
                ask("none", "{\"input_type\":\"request\",\"texts\":[\"go kill yourself\"],\"request_data\":{}}"),
                ask("none", "{\"input_type\":\"response\",\"texts\":[\"bluebird nine\"],\"request_data\":{}}"));

        // Then
        assertThat(answers).extracting(answer -> answer.path("action").asText()).containsExactly("BLOCKED", "NONE");
    }

    @Test
    void shouldSayThatImagesWereNotExamined() {
        // When
        HttpResponse<String> answer =
                post("none", "{\"input_type\":\"request\",\"texts\":[],\"images\":[\"AAAA\"],\"request_data\":{}}");

        // Then
        assertThat(answer.body()).isEqualTo("{\"action\":\"NONE\"}");
        assertThat(answer.headers().firstValue("x-moderation-status")).contains("degraded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-    | {\"input_type\":\"request\",\"texts\":[]}     | 401",
                "none | {\"input_type\":\"both\",\"texts\":[]}        | 400",
                "none | {\"input_type\":\"request\",\"texts\":[1]}    | 400",
                "none | {\"input_type\":\"request\",\"texts\":\"x\"}  | 400",
                "none | {\"input_type\":                              | 400",
                "none | []                                            | 400",
            })
    void shouldFailLoudlyWhereItIsAskedWrongly(String organization, String body, int status) {
        // When
        HttpResponse<String> answer = post(organization, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\"");
    }
}
