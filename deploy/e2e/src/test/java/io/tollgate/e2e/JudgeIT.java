package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The judge of the grey band, from a client's request through both services to the simulated model that judges, and back. */
@ExtendWith(SuiteExtension.class)
class JudgeIT {

    private final Suite suite;
    private final Administration administration;
    private final Http http = new Http();

    JudgeIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
    }

    private Project judgedProject(String name, String failMode) {
        Project project = administration.createProject(name);
        http.json(
                "PUT",
                suite.chat().resolve("/v1/organization/moderation/policies/" + project.id()),
                suite.adminKey(),
                Map.of(
                        "fail_mode",
                        failMode,
                        "stream_mode",
                        "balanced",
                        "stores_content",
                        false,
                        "judge",
                        "simulated",
                        "rules",
                        List.of(Map.of("subject", "violence", "stage", "input", "action", "escalate"))));
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            HttpResponse<String> answer = ask(project, "safe");
            return answer.statusCode() == 200 && status(answer).equals("ok");
        });
        return project;
    }

    private HttpResponse<String> ask(Project project, String script) {
        try {
            return http.send(
                    "POST",
                    suite.chat().resolve("/v1/chat/completions"),
                    project.key(),
                    Map.of(
                            "model",
                            "gpt-4o-mini",
                            "max_completion_tokens",
                            3,
                            "messages",
                            List.of(Map.of("role", "user", "content", "I want to kill them. [judge " + script + "]"))),
                    Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String status(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-moderation-status").orElse("");
    }

    @Test
    void shouldDoWhatTheJudgeSaysAndBillItsCallToTheSuite() {
        // Given
        Project project = judgedProject("judged", "open");

        // When
        List<Integer> statuses = List.of(
                ask(project, "safe").statusCode(),
                ask(project, "controversial").statusCode(),
                ask(project, "unsafe").statusCode(),
                ask(project, "garbage").statusCode(),
                ask(project, "401").statusCode());

        // Then
        assertThat(statuses).containsExactly(200, 200, 400, 200, 400);
        await().atMost(Duration.ofSeconds(30)).until(() -> judgements().size() >= 4);
        assertThat(judgements())
                .allMatch(attempt -> attempt.path("project_id").asText().equals("proj_judges"));
    }

    private List<JsonNode> judgements() {
        return administration.attempts().stream()
                .filter(attempt -> attempt.path("model_requested").asText().equals("simulator/qwen3guard"))
                .toList();
    }

    @Test
    void shouldGoOnWithoutModerationServiceAsEachPolicySays() throws InterruptedException, ExecutionException {
        // Given
        Project open = judgedProject("judged-open", "open");
        Project closed = judgedProject("judged-closed", "closed");

        // When
        List<HttpResponse<String>> ofOpen = new ArrayList<>();
        List<HttpResponse<String>> ofClosed = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                if (i == 80) {
                    // Not before some were judged.
                    asked.get(40).get();
                    suite.kill("moderation-service");
                }
                Project project = i % 2 == 0 ? open : closed;
                asked.add(callers.submit(() -> ask(project, "safe")));
            }
            for (int i = 0; i < asked.size(); i++) {
                (i % 2 == 0 ? ofOpen : ofClosed).add(asked.get(i).get());
            }
        }

        // Then
        assertThat(ofOpen).allMatch(answer -> answer.statusCode() == 200);
        assertThat(ofOpen).anyMatch(answer -> status(answer).equals("ok"));
        assertThat(ofOpen).anyMatch(answer -> status(answer).equals("degraded"));
        assertThat(ofClosed)
                .allMatch(answer -> answer.statusCode() == (status(answer).equals("degraded") ? 400 : 200));
        assertThat(ofClosed).anyMatch(answer -> status(answer).equals("degraded"));
        await().atMost(Duration.ofSeconds(60)).until(suite::isReady);
        assertThat(status(ask(closed, "safe"))).isEqualTo("ok");
    }
}
