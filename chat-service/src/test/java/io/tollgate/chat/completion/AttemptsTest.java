package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.Envelope;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.TestRoutes;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> faultsByStrategy() {
        // A target that says nothing is waited for: once is enough.
        return Stream.of("ordered", "weighted")
                .flatMap(strategy -> TestRoutes.FAULTS.stream()
                        .filter(fault -> strategy.equals("ordered")
                                || !List.of("hang", "stall").contains(fault))
                        .map(fault -> Arguments.of(strategy, fault)));
    }

    @ParameterizedTest
    @MethodSource("faultsByStrategy")
    void shouldAnswerFromTheNextTargetWhereTheFirstHasAFault(String strategy, String fault) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat(strategy + "-" + fault, SHORT));

        // Then
        assertAnswered(answer, 2);
        List<UsageRecorded> events = attempts(2);
        assertThat(events.getFirst().status()).isIn(Status.ERROR, Status.TIMEOUT);
        assertThat(events.getFirst().attempt()).isEqualTo(1);
        assertThat(events.getLast().status()).isEqualTo(Status.OK);
        assertThat(events.getLast().attempt()).isEqualTo(2);
        assertThat(events.getLast().usageSource()).isEqualTo(UsageSource.PROVIDER);
        assertThat(events)
                .extracting(UsageRecorded::requestId)
                .containsOnly(events.getFirst().requestId());
        assertThat(events).extracting(UsageRecorded::attemptId).doesNotHaveDuplicates();
    }

    /** Which target comes first is up to what was measured and published; that one answers is not. */
    @ParameterizedTest
    @CsvSource({"least-latency,500", "least-latency,reset", "least-latency,429", "cheapest,500", "cheapest,429"})
    void shouldAnswerWhicheverTargetTheStrategyPrefers(String strategy, String fault) {
        // When
        List<HttpResponse<String>> answers = IntStream.range(0, 6)
                .mapToObj(i -> tenant.complete(Bodies.chat(strategy + "-" + fault, SHORT)))
                .toList();

        // Then
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        int made = answers.stream()
                .mapToInt(answer -> Integer.parseInt(
                        answer.headers().firstValue("x-tollgate-attempts").orElseThrow()))
                .sum();
        assertThat(attempts(made).stream().filter(event -> event.status().isCharged()))
                .hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"500", "reset", "hang"})
    void shouldStreamFromTheNextTargetWhereTheFirstFailsBeforeItsFirstByte(String fault) {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat("ordered-" + fault, ",\"stream\":true" + SHORT));

        // Then
        assertAnswered(answer, 2);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("\"error\"");
        assertThat(attempts(2)).extracting(UsageRecorded::status).contains(Status.OK);
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
    void shouldNotTryAgainAfterTheFirstByte() {
        // When
        HttpResponse<String> answer = tenant.complete(Bodies.chat(
                "ordered-cut", ",\"stream\":true,\"simulator\":{\"completion_tokens\":6,\"chunk_ms\":100}"));

        // Then
        assertAnswered(answer, 1);
        assertThat(answer.body()).contains("\"content\"", "data: {\"error\":{").doesNotContain("[DONE]");
        assertThat(attempts(1)).extracting(UsageRecorded::status).containsExactly(Status.ERROR);
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
    void shouldAskASecondTargetWhereTheFirstTakesUnusuallyLong() {
        // Given
        int usual = 20;
        for (int i = 0; i < usual; i++) {
            assertThat(tenant.complete(Bodies.chat("hedged", "")).statusCode()).isEqualTo(200);
        }

        // When
        HttpResponse<String> answer = tenant.complete(Bodies.saying("hedged", "now get stuck", ""));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        List<UsageRecorded> slow = requestsOf(tenant.usage(usual + 2)).values().stream()
                .filter(events -> events.stream().anyMatch(event -> event.status() == Status.SUPERSEDED))
                .findFirst()
                .orElseThrow();
        assertThat(slow).extracting(UsageRecorded::status).containsExactlyInAnyOrder(Status.SUPERSEDED, Status.OK);
        UsageRecorded loser = slow.stream()
                .filter(event -> event.status() == Status.SUPERSEDED)
                .findFirst()
                .orElseThrow();
        // The provider had it, so it may bill it.
        assertThat(loser.usageSource()).isEqualTo(UsageSource.ESTIMATE);
        assertThat(loser.provider()).isEqualTo("scripted");
    }

    @Test
    void shouldRecordEachAttemptOnceAndChargeEachRequestOnceThroughRetriesFallbacksAndHedges() {
        // Given
        List<String> models = List.of(
                "ordered-500",
                "weighted-429",
                "ordered-reset",
                "least-latency-503",
                "cheapest-500",
                "again-500",
                "hedged",
                "small");
        List<HttpResponse<String>> answers = new ArrayList<>();

        // When
        for (int round = 0; round < 5; round++) {
            models.stream()
                    .map(model -> tenant.http()
                            .sendAsync(tenant.chat(Bodies.chat(model, SHORT)), HttpResponse.BodyHandlers.ofString()))
                    .toList()
                    .forEach(answer -> answers.add(answer.join()));
        }

        // Then
        int made = answers.stream()
                .mapToInt(answer -> Integer.parseInt(
                        answer.headers().firstValue("x-tollgate-attempts").orElseThrow()))
                .sum();
        long answered =
                answers.stream().filter(answer -> answer.statusCode() == 200).count();
        await().atMost(Duration.ofSeconds(20)).until(() -> tenant.usageNow().size() >= made);
        List<UsageRecorded> events = tenant.usageNow();
        assertThat(events).hasSize(made);
        assertThat(events).extracting(UsageRecorded::attemptId).doesNotHaveDuplicates();
        assertThat(events.stream().filter(event -> event.status().isCharged())).hasSize((int) answered);
        requestsOf(events).values().forEach(request -> {
            assertThat(request.stream().map(UsageRecorded::attempt).sorted().toList())
                    .isEqualTo(IntStream.rangeClosed(1, request.size()).boxed().toList());
            assertThat(request.stream()
                            .filter(event -> event.status().isCharged())
                            .count())
                    .isLessThanOrEqualTo(1);
        });
        assertThat(requestsOf(events)).hasSize(answers.size());
    }

    private static Map<UUID, List<UsageRecorded>> requestsOf(List<UsageRecorded> events) {
        return events.stream().collect(Collectors.groupingBy(UsageRecorded::requestId));
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
