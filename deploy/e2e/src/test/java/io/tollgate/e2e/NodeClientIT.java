package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Node;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official client from npm, run by Node: what it sees is tested there, in {@code src/test/node/openai.test.mjs}. */
@Tag("node")
@ExtendWith(SuiteExtension.class)
class NodeClientIT {

    private static final Pattern COUNT = Pattern.compile("(?m)^# (tests|pass) (\\d+)$");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Suite suite;
    private final Administration administration;

    NodeClientIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
    }

    private static int count(String output, String what) {
        return COUNT.matcher(output)
                .results()
                .filter(count -> count.group(1).equals(what))
                .mapToInt(count -> Integer.parseInt(count.group(2)))
                .sum();
    }

    private void awaitKey(Project project) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !suite.client(project.key()).models().list().data().isEmpty());
    }

    private JsonNode awaitAttempt(Project project, Predicate<JsonNode> which) {
        return await().atMost(PATIENCE)
                .until(
                        () -> administration.attempts(project).stream()
                                .filter(which)
                                .toList(),
                        attempts -> !attempts.isEmpty())
                .getFirst();
    }

    @Test
    void shouldServeTheOfficialClientForNode() {
        // Given
        Project project = administration.createProject("node");
        awaitKey(project);
        Node node = Node.installed();

        // When
        Suite.Result tested =
                node.test("openai.test.mjs", Map.of("BASE_URL", suite.chat() + "/v1", "API_KEY", project.key()));

        // Then
        assertThat(tested.exit()).as(tested.output()).isZero();
        assertThat(count(tested.output(), "pass"))
                .as(tested.output())
                .isEqualTo(count(tested.output(), "tests"))
                .isGreaterThanOrEqualTo(14);
        // Who goes away has had something, and pays for that and not for what was never generated.
        JsonNode aborted = awaitAttempt(
                project, attempt -> attempt.path("end_user").asText().equals("aborted"));
        assertThat(aborted.path("status").asText()).isEqualTo("client_disconnect");
        assertThat(aborted.at("/usage/output_text").asLong()).isBetween(5L, 999L);
    }
}
