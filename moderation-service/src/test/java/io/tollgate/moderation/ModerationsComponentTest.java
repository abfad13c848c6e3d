package io.tollgate.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.moderations.Moderation;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.moderations.ModerationModel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.event.CloudEventAttributes;
import io.tollgate.contracts.event.EventJson;
import io.tollgate.contracts.event.EventType;
import io.tollgate.contracts.event.MalformedEventException;
import io.tollgate.contracts.event.VerdictReached;
import io.tollgate.local.testing.EmbeddedServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
class ModerationsComponentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String REQUEST_ID = "01970000-0000-7000-8000-000000000042";

    @TestHTTPResource("/v1")
    URI api;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldAnswerOfficialClientForString() {
        // Given
        ModerationCreateParams params =
                ModerationCreateParams.builder().input("I want to kill them.").build();

        // When
        ModerationCreateResponse response = client().moderations().create(params);

        // Then
        response.validate();
        Moderation result = response.results().getFirst();
        assertThat(response.id()).startsWith("modr-");
        assertThat(response.model()).isEqualTo("omni-moderation-latest");
        assertThat(result.flagged()).isTrue();
        assertThat(result.categories().violence()).isTrue();
        assertThat(result.categories().sexual()).isFalse();
        assertThat(result.categoryScores().violence()).isBetween(0.5, 1.0);
        assertThat(result.categoryAppliedInputTypes().violence()).hasSize(1);
    }

    @Test
    void shouldAnswerOfficialClientForArray() {
        // Given
        ModerationCreateParams params = ModerationCreateParams.builder()
                .model(ModerationModel.TEXT_MODERATION_LATEST)
                .inputOfStrings(List.of("good morning", "操你妈"))
                .build();

        // When
        ModerationCreateResponse response = client().moderations().create(params);

        // Then
        assertThat(response.validate().results())
                .extracting(Moderation::flagged)
                .containsExactly(false, true);
        assertThat(response.model()).isEqualTo("text-moderation-latest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"I want to kill them.\"                        | omni-moderation-latest     | [\"text\"]",
                "[\"good morning\", \"I want to kill them.\"]     | omni-moderation-2024-09-26 | [\"text\"]",
                "[{\"type\":\"text\",\"text\":\"I want to kill them.\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.test/calm.png\"}}]"
                        + "| omni-moderation-latest | [\"text\",\"image\"]",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.test/violent.png\"}}]"
                        + "| text-moderation-stable | [\"image\"]",
            })
    void shouldAnswerAsSpecifiedWhateverTheInput(String input, String model, String inputTypes)
            throws IOException, InterruptedException {
        // Given
        HttpRequest request =
                post("{\"model\":\"" + model + "\",\"input\":" + input + "}").build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(OpenAiSchemas.problems("CreateModerationResponse", response.body()))
                .isEmpty();
        JsonNode answer = new ObjectMapper().readTree(response.body());
        JsonNode last = answer.path("results").path(answer.path("results").size() - 1);
        assertThat(answer.path("model").asText()).isEqualTo(model);
        assertThat(last.path("flagged").asBoolean()).isTrue();
        assertThat(last.path("categories").path("violence").asBoolean()).isTrue();
        assertThat(last.path("category_applied_input_types").path("violence")).hasToString(inputTypes);
        assertThat(last.path("category_scores")).hasSize(13);
        assertThat(response.headers().firstValue("x-moderation-status")).isEmpty();
    }

    /** Whatever is sent, all of it is examined. */
    @ParameterizedTest(name = "{index}")
    @MethodSource("badInput")
    void shouldExamineBadInputToItsEnd(String text) throws IOException, InterruptedException {
        // Given
        HttpRequest request =
                post("{\"input\":\"" + text + " go kill yourself\"}").build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(OpenAiSchemas.problems("CreateModerationResponse", response.body()))
                .isEmpty();
        assertThat(response.body()).contains("\"harassment\":true");
    }

    static List<String> badInput() {
        return List.of(
                "a".repeat(100_000),
                "\\ud800 \\udc00\\ud800",
                "\\u0000\\u0000",
                "\\u200b".repeat(10_000),
                "lorem ipsum ".repeat(85_000));
    }

    @Test
    void shouldTellOfficialClientOfUnknownModel() {
        // Given
        ModerationCreateParams params = ModerationCreateParams.builder()
                .model("gpt-4o-mini")
                .input("good morning")
                .build();

        // When
        NotFoundException failure = catchThrowableOfType(
                NotFoundException.class, () -> client().moderations().create(params));

        // Then
        assertThat(failure.code()).contains("model_not_found");
        assertThat(failure.param()).contains("model");
    }

    @Test
    void shouldPublishVerdictWithoutText() throws IOException, InterruptedException, MalformedEventException {
        // Given
        HttpRequest request = post("{\"input\":[\"a planted secret\",\"go kill yourself\"]}")
                .header("x-tollgate-organization", "org-verdict")
                .header("x-tollgate-project", "project-1")
                .header("x-request-id", REQUEST_ID)
                .header("traceparent", TRACE_PARENT)
                .build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-moderation-status")).isEmpty();
        ConsumerRecord<String, byte[]> record = onlyRecordOf("org-verdict");
        VerdictReached verdict = EventJson.read(EventType.VERDICT_REACHED, record.value());
        assertThat(verdict.requestId()).hasToString(REQUEST_ID);
        assertThat(verdict.project()).isEqualTo("project-1");
        assertThat(verdict.stage()).isEqualTo(VerdictReached.Stage.ENDPOINT);
        assertThat(verdict.decision()).isEqualTo(VerdictReached.Decision.FLAG);
        assertThat(verdict.categories()).contains("harassment").doesNotContain("sexual", "illicit");
        assertThat(verdict.characters()).isEqualTo(32);
        assertThat(new String(record.value(), StandardCharsets.UTF_8)).doesNotContain("planted", "yourself");
        CloudEventAttributes attributes = CloudEventAttributes.fromHeaders(name -> header(record, name));
        assertThat(attributes.id()).isEqualTo(verdict.verdictId().toString());
        assertThat(attributes.type()).isEqualTo(EventType.VERDICT_REACHED.type());
        assertThat(header(record, "traceparent")).isEqualTo(TRACE_PARENT);
        assertThat(VerdictTopic.headerNames(record)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "POST | /moderations | application/json | {\"input\": | 400 | -",
                "POST | /moderations | application/json | {} | 400 | missing_required_parameter",
                "POST | /moderations | application/json | {\"input\":\"x\",\"model\":\"y\"} | 404 | model_not_found",
                "POST | /moderations | text/plain | hello | 415 | -",
                "GET | /moderations | application/json | - | 405 | -",
                "POST | /nothing | application/json | {} | 404 | unknown_url",
                "GET | / | application/json | - | 404 | unknown_url",
            })
    void shouldRefuseInEnvelope(String method, String path, String type, String body, int status, String code)
            throws IOException, InterruptedException {
        // Given
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .header("content-type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertEnvelope(response, code);
    }

    @Test
    void shouldRefuseLargeBodyOfKnownLength() throws IOException, InterruptedException {
        // Given
        HttpRequest request =
                post("{\"input\":\"" + "a".repeat(1_100_000) + "\"}").build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
        assertEnvelope(response, "request_too_large");
    }

    @Test
    void shouldRefuseLargeBodyOfUnknownLength() throws IOException, InterruptedException {
        // Given
        byte[] body = ("{\"input\":\"" + "a".repeat(1_100_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/moderations"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
        assertEnvelope(response, "request_too_large");
    }

    @Test
    void shouldExamineLongTextToItsEnd() throws IOException, InterruptedException {
        // Given: long enough for a worker thread
        HttpRequest request = post("{\"input\":\"" + "lorem ipsum ".repeat(80_000) + "kill yourself\"}")
                .build();

        // When
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"harassment\":true");
    }

    @Test
    void shouldReportMetricsAndHealth() throws IOException, InterruptedException {
        // Given
        http.send(post("{\"input\":\"good morning\"}").build(), BodyHandlers.ofString());

        // When
        String metrics = get("/metrics").body();

        // Then
        assertThat(metrics)
                .contains("moderation_decisions_total{decision=\"allow\"}")
                .contains("moderation_screening_duration_seconds_count")
                .contains("moderation_verdict_room");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/health/ready"))
                        .satisfies(ready -> assertThat(ready.statusCode()).isEqualTo(200))
                        .satisfies(ready -> assertThat(ready.body()).contains("engine@", "Kafka")));
    }

    @Test
    void shouldAnswerWithoutKafkaAndRecordOnceItIsBack() throws IOException, InterruptedException {
        // Given
        HttpRequest request = post("{\"input\":\"go kill yourself\"}")
                .header("x-tollgate-organization", "org-outage")
                .build();
        EmbeddedServers.current().kill("kafka");

        // When
        HttpResponse<String> during = http.send(request, BodyHandlers.ofString());

        // Then
        assertThat(during.statusCode()).isEqualTo(200);
        assertThat(during.body()).contains("\"flagged\":true");
        assertThat(during.headers().firstValue("x-moderation-status")).hasValue("degraded");
        assertThat(get("/metrics").body()).containsPattern("moderation_verdict_late_total [1-9]");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(503));
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        EmbeddedServers.current().start("kafka");
        onlyRecordOf("org-outage");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.send(request, BodyHandlers.ofString())
                                .headers()
                                .firstValue("x-moderation-status"))
                        .isEmpty());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
    }

    private ConsumerRecord<String, byte[]> onlyRecordOf(String organization) {
        try (VerdictTopic topic = new VerdictTopic(kafka)) {
            return await().atMost(PATIENCE)
                    .until(() -> topic.ofOrganization(organization), records -> !records.isEmpty())
                    .getFirst();
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void assertEnvelope(HttpResponse<String> response, String code) {
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(response.body())
                .startsWith("{\"error\":{")
                .contains("\"message\":\"", "\"type\":\"invalid_request_error\"", "\"param\":")
                .contains("\"code\":" + (code == null ? "null" : "\"" + code + "\""));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(management.resolve("/q" + path)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(URI.create(api + "/moderations"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private OpenAIClient client() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(api.toString())
                .apiKey("unused")
                .maxRetries(0)
                .build();
    }
}
