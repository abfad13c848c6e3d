package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request finds its answer wherever there is one, and each of its attempts is recorded once. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class AttemptsTest extends RunningGateway {

    private static final String SHORT = ",\"simulator\":{\"completion_tokens\":3}";

    private List<UsageRecorded> attempts(int count) {
        List<UsageRecorded> events = tenant.usage(count);
        assertThat(events).hasSize(count);
        return events.stream()
                .sorted(Comparator.comparingInt(UsageRecorded::attempt))
                .toList();
    }

    private static void assertAnswered(HttpResponse<String> answer, int attempts) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).contains(Integer.toString(attempts));
    }

    @Test
    void shouldTakeAnErrorAheadOfTheFirstChunkForNoAnswer() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("error-first", ",\"stream\":true" + SHORT));

        // Then
        assertAnswered(answer, 2);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("\"error\"");
        assertThat(attempts(2)).extracting(UsageRecorded::status).containsExactly(Status.ERROR, Status.OK);
    }

    @Test
    void shouldAskTheOnlyTargetAgainUntilTheBudgetOfAttemptsIsSpent() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("again-500", SHORT));

        // Then
        Envelope.of(answer, 502, "upstream_error", null);
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).contains("3");
        List<UsageRecorded> events = attempts(3);
        assertThat(events).extracting(UsageRecorded::attempt).containsExactly(1, 2, 3);
        assertThat(events).extracting(UsageRecorded::status).containsOnly(Status.ERROR);
    }

    @Test
    void shouldComeBackToATargetThatSaidWhen() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("again-429", SHORT));

        // Then
        Envelope.of(answer, 429, "rate_limit_exceeded", null);
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).contains("2");
        List<UsageRecorded> events = attempts(2);
        // The simulated provider asks for a second.
        assertThat(Duration.between(
                        events.getFirst().startedAt(), events.getLast().startedAt()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotAskAnyoneElseWhatIsTheCallersOwnMistake() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("bad-request", SHORT));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).contains("1");
        assertThat(attempts(1)).extracting(UsageRecorded::status).containsExactly(Status.ERROR);
    }

    @Test
    void shouldTakeWhatIsTooLongToTheModelWithTheLongerContext() {
        // Given
        String text = "word ".repeat(400);

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("short-context", text, SHORT));

        // Then
        assertAnswered(answer, 1);
        assertThat(tenant.onlyUsage().modelBilled()).startsWith("gpt-4o-mini");
    }

    @Test
    void shouldRefuseWhatIsTooLongForEveryTargetBeforeAnyCall() {
        // Given
        String text = "word ".repeat(400);

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("only-short-context", text, SHORT));

        // Then
        Envelope.of(answer, 400, "context_length_exceeded", "messages");
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).contains("0");
    }
}
