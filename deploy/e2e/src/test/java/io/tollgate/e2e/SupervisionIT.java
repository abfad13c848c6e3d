package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dies is started again, as a pod would be, and the suite goes on. */
@ExtendWith(SuiteExtension.class)
class SupervisionIT {

    private final Suite suite;

    SupervisionIT(Suite suite) {
        this.suite = suite;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis",
                "kafka",
                "postgresql",
                "simulator",
                "moderation-service",
                "billing-service",
                "chat-service"
            })
    void shouldRestartKilledPartAndServeAgain(String part) {
        // Given
        long killed = suite.pid(part);
        OpenAIClient client = suite.client(suite.demoKey());

        // When
        suite.kill(part);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> suite.pid(part) != killed
                        && ProcessHandle.of(suite.pid(part)).isPresent());
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> answers(client) && suite.isReady());
    }

    @Test
    void shouldSayWhatIsAlreadyRunning() {
        // Given
        String url = suite.chat().toString();

        // When
        Suite.Result second = suite.run("up", "--detach");

        // Then
        assertThat(second.output()).contains("already running").contains(url);
    }

    private static boolean answers(OpenAIClient client) {
        return !client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("gpt-4o-mini")
                        .addUserMessage("Are you there?")
                        .maxCompletionTokens(3)
                        .build())
                .choices()
                .isEmpty();
    }
}
