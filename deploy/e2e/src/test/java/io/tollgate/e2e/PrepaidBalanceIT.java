package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An organization that pays ahead is served as far as its credits reach, and again once it has paid. */
@ExtendWith(SuiteExtension.class)
class PrepaidBalanceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ORGANIZATION = "org_default";

    private final Suite suite;
    private final Administration administration;
    private final Http http = new Http();

    PrepaidBalanceIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
    }

    @Test
    void shouldRefuseOnceTheBalanceIsUsedUpAndServeAfterACredit() throws Exception {
        // Given
        Project project = administration.createProject("prepaid");
        await().atMost(PATIENCE).until(() -> ask(project).statusCode() == 200);

        // When
        post("/v1/ledger/prepayments", Map.of("organization", ORGANIZATION));
        try {
            // Then
            await().atMost(PATIENCE).until(() -> ask(project).statusCode() == 429);
            HttpResponse<String> refused = ask(project);
            assertThat(refused.body()).contains("\"code\":\"insufficient_quota\"");
            assertThat(refused.headers().firstValue("x-should-retry")).hasValue("false");

            // And
            post(
                    "/v1/ledger/credits",
                    Map.of(
                            "organization",
                            ORGANIZATION,
                            "kind",
                            "prepaid",
                            "amount_pico",
                            100_000_000_000_000L,
                            "note",
                            "top up"));
            await().atMost(PATIENCE).until(() -> ask(project).statusCode() == 200);
        } finally {
            http.json(
                    "DELETE",
                    suite.billing().resolve("/v1/ledger/prepayments/" + ORGANIZATION),
                    suite.adminKey(),
                    null);
        }
    }

    private void post(String path, Map<String, Object> body) {
        http.json("POST", suite.billing().resolve(path), suite.adminKey(), body);
    }

    private HttpResponse<String> ask(Project project) throws Exception {
        return http.send(
                "POST",
                suite.chat().resolve("/v1/chat/completions"),
                project.key(),
                Map.of(
                        "model",
                        "gpt-4o-mini",
                        "max_completion_tokens",
                        16,
                        "messages",
                        List.of(Map.of("role", "user", "content", "Is anything left?"))),
                Map.of());
    }
}
