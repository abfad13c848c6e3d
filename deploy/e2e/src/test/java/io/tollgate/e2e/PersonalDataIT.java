package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.contracts.event.EventType;
import io.tollgate.e2e.PlantedCalls.Call;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.ChatWebSocket;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.PlantedData;
import io.tollgate.e2e.suite.SpanCollector;
import io.tollgate.e2e.suite.SpanCollector.Span;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import io.tollgate.e2e.suite.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Personal data that passes through, is masked, blocked, judged, or malformed, comes up in no log, metric, span, event or error of
 * any service.
 */
@ExtendWith(SuiteExtension.class)
class PersonalDataIT {

    private static final String REDACT = "redact";
    private static final String BLOCK = "block";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite;
    private final SpanCollector spans;
    private final Administration administration;
    private final Topics topics;
    private final Http http = new Http();
    private final String trace = newTrace();

    PersonalDataIT(Suite suite, SpanCollector spans) {
        this.suite = suite;
        this.spans = spans;
        this.administration = new Administration(suite);
        this.topics = new Topics(suite);
    }

    private static String newTrace() {
        byte[] id = new byte[16];
        new SplittableRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    @Test
    void shouldNameNoPersonalDataInLogsMetricsSpansEventsAndErrors() {
        // Given
        Project open = administration.createProject("planted");
        await().atMost(PATIENCE)
                .until(() -> send(open.key(), PlantedCalls.moderation("hello")).statusCode() == 200);
        Project masked = masked();
        Project blocked = blocked();
        Project judged = judged();

        // When
        List<HttpResponse<String>> passed = sendAll(open, PlantedCalls.ofConversations());
        List<HttpResponse<String>> maskedAnswers = sendAll(masked, PlantedCalls.ofConversations());
        List<HttpResponse<String>> withheld = sendAll(blocked, PlantedCalls.ofConversations());
        sendAll(open, PlantedCalls.ofFaults());
        List<HttpResponse<String>> refused = sendAll(open, PlantedCalls.malformed());
        List<HttpResponse<String>> administered = PlantedCalls.ofAdministration().stream()
                .map(call -> send(suite.adminKey(), call))
                .toList();
        sendAll(judged, PlantedCalls.ofDoubts());
        List<String> socketAnswers = overSocket(open);
        List<String> socketRefusals = overSocket(blocked);

        // Then: it did pass where nothing keeps it, and all that tells of it has arrived
        assertThat(passed).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(maskedAnswers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(refused).extracting(HttpResponse::statusCode).allMatch(status -> status >= 400 && status < 500);
        assertThat(administered).extracting(HttpResponse::statusCode).contains(200, 400);
        assertThat(PlantedData.in(passed.getFirst().body())).isNotEmpty();
        assertThat(socketAnswers).contains(ChatWebSocket.DONE);
        assertThat(socketRefusals)
                .hasSameSizeAs(PlantedCalls.ofSocket())
                .allSatisfy(
                        answer -> assertThat(PlantedData.in(answer)).as(answer).isEmpty());
        awaitTraces();
        awaitEvents(open, masked, blocked, judged);
        assertThat(Stream.of(withheld, refused, administered).flatMap(List::stream))
                .filteredOn(answer -> answer.statusCode() != 200)
                .allSatisfy(answer -> assertThat(PlantedData.in(answer.body()))
                        .as(answer.uri() + ": " + answer.body())
                        .isEmpty());
        // A tool keeps the name that its caller gave it.
        assertThat(withheld)
                .allSatisfy(answer -> assertThat(PlantedData.in(answer.body()))
                        .as(answer.uri() + ": " + answer.body())
                        .isSubsetOf("api-key"));
        assertNothingIsTold();
    }

    private List<String> overSocket(Project project) {
        return PlantedCalls.ofSocket().stream()
                .flatMap(request -> ChatWebSocket.ask(suite.chat(), project.key(), request).stream())
                .toList();
    }

    private void assertNothingIsTold() {
        assertThat(logs())
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(log -> assertThat(PlantedData.in(content(log)))
                        .as(log.toString())
                        .isEmpty());
        for (URI service : List.of(suite.chat(), suite.moderation(), suite.billing())) {
            assertThat(Suite.metrics(service)).as(service.toString()).hasSizeGreaterThan(10);
            assertThat(PlantedData.in(String.join("\n", Suite.metrics(service))))
                    .as("metrics of " + service)
                    .isEmpty();
        }
        assertThat(spans.exports())
                .allSatisfy(export ->
                        assertThat(PlantedData.in(export)).as("exported spans").isEmpty());
        assertThat(topics.messages())
                .allSatisfy(message ->
                        assertThat(PlantedData.in(message)).as("events").isEmpty());
    }

    /** Of every service, in the trace that all calls belong to. */
    private void awaitTraces() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spans.ofTrace(trace).stream().map(Span::service))
                        .contains("chat-service", "moderation-service", "billing-service"));
    }

    private void awaitEvents(Project open, Project masked, Project blocked, Project judged) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(topics.messages(EventType.VERDICT_REACHED))
                    .anyMatch(verdict -> verdict.contains(masked.id()) && verdict.contains("\"redact\""))
                    .anyMatch(verdict -> verdict.contains(blocked.id()) && verdict.contains("\"block\""))
                    .anyMatch(verdict -> verdict.contains(judged.id()) && verdict.contains("judge_"));
            assertThat(topics.messages(EventType.USAGE_RECORDED)).anyMatch(usage -> usage.contains(open.id()));
            assertThat(topics.messages(EventType.TRANSCRIPT_RECORDED))
                    .anyMatch(transcript -> transcript.contains(masked.id()));
            assertThat(topics.messages(EventType.ATTEMPTS_SETTLED)).isNotEmpty();
            assertThat(administration.attempts(open)).isNotEmpty();
            // The stored chat was received and examined once more.
            assertThat(Suite.metrics(suite.moderation()))
                    .anyMatch(sample -> sample.startsWith("moderation_transcripts_total") && sample.contains("stored"));
        });
    }

    private Project masked() {
        Project project = administration.createProject("planted-masked");
        publish(project, Map.of("stores_content", true, "retention_days", 1, "rules", rules(REDACT)));
        await().atMost(PATIENCE)
                .until(() -> send(project.key(), PlantedCalls.judged("safe"))
                        .headers()
                        .firstValue("x-tollgate-moderation")
                        .orElse("")
                        .equals(REDACT));
        return project;
    }

    private Project blocked() {
        Project project = administration.createProject("planted-blocked");
        publish(project, Map.of("stores_content", false, "rules", rules(BLOCK)));
        await().atMost(PATIENCE)
                .until(() -> send(project.key(), PlantedCalls.judged("safe")).statusCode() == 400);
        return project;
    }

    private Project judged() {
        Project project = administration.createProject("planted-judged");
        publish(
                project,
                Map.of(
                        "stores_content",
                        false,
                        "judge",
                        "simulated",
                        "rules",
                        List.of(Map.of("subject", "pii", "stage", "input", "action", "escalate"))));
        await().atMost(PATIENCE)
                .until(() -> send(project.key(), PlantedCalls.judged("unsafe")).statusCode() == 400);
        return project;
    }

    private static List<Map<String, String>> rules(String action) {
        return Stream.of("input", "output")
                .map(stage -> Map.of("subject", "pii", "stage", stage, "action", action))
                .toList();
    }

    private void publish(Project project, Map<String, Object> policy) {
        Map<String, Object> whole = new HashMap<>(policy);
        whole.put("fail_mode", "open");
        whole.put("stream_mode", "balanced");
        http.json(
                "PUT",
                suite.chat().resolve("/v1/organization/moderation/policies/" + project.id()),
                suite.adminKey(),
                whole);
    }

    private List<HttpResponse<String>> sendAll(Project project, List<Call> calls) {
        return calls.stream().map(call -> send(project.key(), call)).toList();
    }

    private HttpResponse<String> send(String key, Call call) {
        try {
            return http.sendText(
                    "POST",
                    suite.chat().resolve(call.path()),
                    key,
                    call.body(),
                    Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<Path> logs() {
        try (Stream<Path> logs = Files.list(suite.logs())) {
            return logs.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] content(Path log) {
        try {
            return Files.readAllBytes(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
