package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Http;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No prompt, completion or key in any log, whatever goes wrong. */
@ExtendWith(SuiteExtension.class)
class SecretsInLogsIT {

    private static final String PROMPT = "planted-prompt-7f3a";
    private static final String COMPLETION = "planted-completion-9c1d";

    private static final Set<Object> STREAM_FAULTS = Set.of("malformed-frame", "error-in-stream");

    private final Suite suite;
    private final Administration administration;
    private final Http http = new Http();

    SecretsInLogsIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
    }

    @Test
    void shouldLogNeitherContentNorKeys() throws IOException {
        // Given
        Project project = administration.createProject("logs");
        String wrongKey = "sk-tg-planted-wrong-key-52b8";
        await().atMost(Duration.ofSeconds(20)).until(() -> chat(project.key(), Map.of()) == 200);

        // When
        for (String fault :
                List.of("500", "429", "reset", "cut", "malformed-json", "malformed-frame", "error-in-stream")) {
            chat(project.key(), Map.of("fault", fault));
        }
        chat(wrongKey, Map.of());
        http.send(
                "POST",
                suite.chat().resolve("/v1/chat/completions"),
                project.key(),
                Map.of("model", PROMPT, "messages", PROMPT),
                Map.of());
        http.send("POST", suite.chat().resolve("/v1/moderations"), project.key(), Map.of("input", PROMPT), Map.of());

        // Then
        try (Stream<Path> logs = Files.list(suite.logs())) {
            List<Path> files = logs.toList();
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(7)
                    .allSatisfy(log -> assertThat(content(log))
                            .as(log.toString())
                            .doesNotContain(
                                    PROMPT, COMPLETION, wrongKey, project.key(), suite.adminKey(), suite.demoKey()));
        }
    }

    private int chat(String key, Map<String, Object> fault) throws IOException {
        Map<String, Object> controls = new HashMap<>(fault);
        controls.put("text", COMPLETION);
        boolean stream = STREAM_FAULTS.contains(fault.getOrDefault("fault", ""));
        return http.send(
                        "POST",
                        suite.chat().resolve("/v1/chat/completions"),
                        key,
                        Map.of(
                                "model",
                                // Each fault at a target of its own: one that fails is soon left alone.
                                fault.isEmpty() ? "gpt-4o-mini" : "simulator/logs-" + fault.get("fault"),
                                "stream",
                                stream,
                                "messages",
                                List.of(Map.of("role", "user", "content", PROMPT)),
                                "simulator",
                                controls),
                        Map.of())
                .statusCode();
    }

    private static String content(Path log) {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
