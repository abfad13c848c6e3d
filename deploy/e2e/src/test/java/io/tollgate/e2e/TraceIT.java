package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.Simulator;
import io.tollgate.e2e.suite.SpanCollector;
import io.tollgate.e2e.suite.SpanCollector.Span;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One trace from the HTTP request through the provider's call and Kafka to the ledger. */
@ExtendWith(SuiteExtension.class)
class TraceIT {

    private final Suite suite;
    private final SpanCollector spans;
    private final Administration administration;
    private final Http http = new Http();

    TraceIT(Suite suite, SpanCollector spans) {
        this.suite = suite;
        this.spans = spans;
        this.administration = new Administration(suite);
    }

    @Test
    void shouldFollowRequestToTheLedgerInOneTrace() {
        // Given
        Project project = administration.createProject("trace");
        byte[] id = new byte[16];
        new SplittableRandom().nextBytes(id);
        String trace = HexFormat.of().formatHex(id);
        Map<String, String> headers = Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        Map<String, Object> request = Map.of(
                "model",
                "gpt-4o-mini",
                "max_completion_tokens",
                8,
                "messages",
                List.of(Map.of("role", "user", "content", "Where do I come from?")));

        // When
        await().atMost(Duration.ofSeconds(20))
                .until(() -> send(project, request, headers).statusCode() == 200);

        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !administration.attempts(project).isEmpty());
        JsonNode attempt = administration.attempts(project).getFirst();
        assertThat(attempt.path("trace_id").asText()).isEqualTo(trace);
        assertThat(new Simulator(suite).calls())
                .extractingByKey(attempt.path("attempt_id").asText())
                .satisfies(call -> assertThat(call.path("traceparent").asText()).contains(trace));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(spans.ofTrace(trace).stream().map(Span::service))
                        .contains("chat-service", "billing-service"));
        Span chat = spans.ofTrace(trace).stream()
                .filter(span -> span.name().equals("chat gpt-4o-mini"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span of the provider's call in " + spans.ofTrace(trace)));
        assertThat(chat.attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "simulator")
                .containsEntry("gen_ai.request.model", "gpt-4o-mini")
                .containsEntry(
                        "gen_ai.usage.output_tokens",
                        attempt.at("/usage/output_text").asText())
                .containsEntry("tollgate.attempt.id", attempt.path("attempt_id").asText());
    }

    private HttpResponse<String> send(Project project, Map<String, Object> request, Map<String, String> headers)
            throws IOException {
        return http.send("POST", suite.chat().resolve("/v1/chat/completions"), project.key(), request, headers);
    }
}
