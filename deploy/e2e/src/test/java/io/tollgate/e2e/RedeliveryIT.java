package io.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tollgate.contracts.event.EventType;
import io.tollgate.e2e.suite.Administration;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.LedgerTables;
import io.tollgate.e2e.suite.SecondBilling;
import io.tollgate.e2e.suite.Suite;
import io.tollgate.e2e.suite.SuiteExtension;
import io.tollgate.e2e.suite.UsageTopic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole usage topic, delivered again from its beginning, changes no row. */
@ExtendWith(SuiteExtension.class)
class RedeliveryIT {

    private static final int CALLS = 20;

    private final Suite suite;
    private final Administration administration;

    RedeliveryIT(Suite suite) {
        this.suite = suite;
        this.administration = new Administration(suite);
    }

    @Test
    void shouldChangeNoRowWhenEverythingIsDeliveredAgain() throws Exception {
        // Given
        Project project = administration.createProject("redelivery");
        serveSomething(project);
        UsageTopic topic = new UsageTopic(suite);
        LedgerTables tables = new LedgerTables(suite);
        await().atMost(Duration.ofSeconds(30)).until(() -> topic.isConsumedBy("billing-service"));
        Map<String, String> before = tables.checksums();

        // When
        String group = "billing-service-again";
        try (SecondBilling _ = SecondBilling.start(suite, group)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> topic.isConsumedBy(group));
        }

        // Then
        assertThat(topic.size(EventType.USAGE_RECORDED)).isGreaterThanOrEqualTo(CALLS);
        assertThat(tables.checksums()).isEqualTo(before);
    }

    private void serveSomething(Project project) {
        OpenAIClient client = suite.client(project.key());
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> !client.models().list().data().isEmpty());
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage("Once more.")
                .maxCompletionTokens(5)
                .build();
        for (int i = 0; i < CALLS; i++) {
            client.chat().completions().create(request);
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> administration.attempts(project).size() == CALLS);
    }
}
