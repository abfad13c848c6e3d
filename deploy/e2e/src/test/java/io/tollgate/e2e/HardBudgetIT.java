package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hundred calls at once against a budget that covers exactly fifty. */
@ExtendWith(SuiteExtension.class)
class HardBudgetIT {

    private static final int CALLS = 100;
    private static final int COVERED = 50;
    private static final int OUTPUT_TOKENS = 16;

    private final Suite suite;
    private final Administration administration;
    private final Http http = new Http();

    HardBudgetIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
    }

    @Test
    void shouldServeExactlyWhatTheBudgetCovers() throws Exception {
        // Given
        Project project = administration.createProject("budget");
        Map<String, Object> request = Map.of(
                "model",
                "gpt-4o-mini",
                "max_completion_tokens",
                OUTPUT_TOKENS,
                "messages",
                List.of(Map.of("role", "user", "content", "May I pass?")),
                // Long enough that all hundred are admitted or refused before the first one is settled.
                "simulator",
                Map.of("first_byte_ms", 5_000, "completion_tokens", OUTPUT_TOKENS));
        String budget =
                administration.createBudget(project, reservationOf(request).multiply(BigDecimal.valueOf(COVERED)));
        waitForBudget(project);

        // When
        List<HttpResponse<String>> answers = sendAtOnce(project, request);

        // Then
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(COVERED);
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertThat(refused).hasSize(CALLS - COVERED).allSatisfy(answer -> {
            assertThat(answer.body()).contains("\"code\":\"insufficient_quota\"");
            assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
            assertThat(answer.headers().firstValue("retry-after")).isEmpty();
        });
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(administration.attempts(project))
                        .filteredOn(attempt -> attempt.path("status").asText().equals("ok"))
                        .hasSize(COVERED));
        assertThat(new BigDecimal(
                        administration.budget(budget).path("committed").asText()))
                .isPositive()
                .isLessThanOrEqualTo(new BigDecimal(
                        administration.budget(budget).path("limit").asText()));
    }

    /** What chat-service holds for one call: a token for each byte of the body, a frame a message, and the output's bound. */
    private static BigDecimal reservationOf(Map<String, Object> request) throws IOException {
        long input = 16L + 64L + new ObjectMapper().writeValueAsString(request).getBytes(StandardCharsets.UTF_8).length;
        long pico = input * 150_000 + OUTPUT_TOKENS * 600_000L;
        return BigDecimal.valueOf(pico, 12);
    }

    /** The key and the budget reach chat-service over Kafka; until the budget is there, the project has none. */
    private void waitForBudget(Project project) {
        Map<String, Object> tooDear = Map.of(
                "model",
                "gpt-4o-mini",
                "max_completion_tokens",
                10_000_000,
                "messages",
                List.of(Map.of("role", "user", "content", "Am I refused?")),
                "simulator",
                Map.of("fault", "401"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> send(project, tooDear).statusCode() == 429);
    }

    private List<HttpResponse<String>> sendAtOnce(Project project, Map<String, Object> request)
            throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(() -> send(project, request));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private HttpResponse<String> send(Project project, Map<String, Object> request) throws IOException {
        return http.send("POST", suite.chat().resolve("/v1/chat/completions"), project.key(), request, Map.of());
    }
}
