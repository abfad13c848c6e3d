package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.TestRoutes;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.Status;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a provider under every strategy: what the client sees, how often a provider is asked, and what is recorded. The
 * faults of one strategy are drilled at the same time, each at a target of its own.
 */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class FaultDrillsTest extends RunningGateway {

    private static final String HEDGED = "hedged";
    private static final String CHEAPEST = "cheapest";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** As many answers must have been timed before a call is hedged. */
    private static final int SAMPLES = 20;

    static Stream<String> strategies() {
        return Stream.concat(TestRoutes.STRATEGIES.stream(), Stream.of(HEDGED));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldAnswerAPlainCallFromTheOtherTargetWhateverTheFault(String strategy) {
        // Given
        prepare(strategy, false);

        // When
        Map<Drill, HttpResponse<String>> answers = drill(strategy, false);

        // Then
        SoftAssertions.assertSoftly(softly -> answers.forEach((drill, answer) -> {
            softly.assertThat(answer.statusCode())
                    .as("%s: %s", drill, answer.body())
                    .isEqualTo(200);
            softly.assertThat(answer.body()).as("%s", drill).contains("simulated model answers");
            assertFallback(softly, strategy, drill, false, answer);
        }));
        assertEachServedCallIsRecordedOnce(strategy, false);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldStreamFromTheOtherTargetBeforeTheFirstByteAndBreakOffWithAnErrorAfterIt(String strategy) {
        // Given
        prepare(strategy, true);

        // When
        Map<Drill, HttpResponse<String>> answers = drill(strategy, true);

        // Then
        SoftAssertions.assertSoftly(softly -> answers.forEach((drill, answer) -> {
            softly.assertThat(answer.statusCode())
                    .as("%s: %s", drill, answer.body())
                    .isEqualTo(200);
            if (drill.isBeforeTheFirstByte(true)) {
                softly.assertThat(answer.body())
                        .as("%s", drill)
                        .endsWith("data: [DONE]\n\n")
                        .doesNotContain("\"error\"");
                assertFallback(softly, strategy, drill, true, answer);
            } else {
                assertBrokenOff(softly, strategy, drill, answer);
            }
        }));
        assertEachServedCallIsRecordedOnce(strategy, true);
    }

    /** What makes the strategy prefer the target with the fault. */
    private void prepare(String strategy, boolean stream) {
        switch (strategy) {
            // Only the preferred target has a price.
            case CHEAPEST ->
                Drill.all(stream).forEach(drill -> billing.publishPrice(TestRoutes.DRILLED, drill.alias(CHEAPEST)));
            // A target that was never asked promises to be the fastest, once something is known of the other one.
            case "least-latency" ->
                assertThat(tenant.complete(Bodies.chat(TestRoutes.OTHER, ",\"stream\":" + stream))
                                .statusCode())
                        .isEqualTo(200);
            case HEDGED ->
                IntStream.range(0, SAMPLES)
                        .mapToObj(i -> tenant.http()
                                .sendAsync(
                                        tenant.chat(Bodies.chat(
                                                "drilled/hedged",
                                                ",\"stream\":" + stream + ",\"simulator\":{\"first_byte_ms\":150}")),
                                        BodyHandlers.discarding()))
                        .toList()
                        .forEach(CompletableFuture::join);
            default -> {}
        }
        if (strategy.equals(CHEAPEST)) {
            await().atMost(PATIENCE)
                    .until(() -> Drill.all(stream).stream()
                            .allMatch(drill -> prices.sheet(TestRoutes.DRILLED, drill.alias(CHEAPEST))
                                    .isPresent()));
        }
    }

    private Map<Drill, HttpResponse<String>> drill(String strategy, boolean stream) {
        Map<Drill, CompletableFuture<HttpResponse<String>>> asked = new EnumMap<>(Drill.class);
        for (Drill drill : Drill.all(stream)) {
            String alias = drill.alias(strategy);
            String target = strategy.equals(HEDGED) ? HEDGED : alias;
            asked.put(
                    drill,
                    tenant.http().sendAsync(tenant.chat(drill.body(alias, target, stream)), BodyHandlers.ofString()));
        }
        Map<Drill, HttpResponse<String>> answers = new EnumMap<>(Drill.class);
        asked.forEach((drill, answer) -> answers.put(drill, answer.join()));
        return answers;
    }

    private void assertFallback(
            SoftAssertions softly, String strategy, Drill drill, boolean stream, HttpResponse<String> answer) {
        softly.assertThat(answer.headers().firstValue("x-tollgate-attempts"))
                .as("%s", drill)
                .contains("2");
        List<UsageRecorded> events = events(drill.alias(strategy), 2);
        // A hedge does not wait until a silent target's time is over.
        boolean overtaken = strategy.equals(HEDGED) && drill.isSilent(stream);
        softly.assertThat(events)
                .as("%s", drill)
                .extracting(UsageRecorded::attempt, UsageRecorded::provider, UsageRecorded::status)
                .containsExactly(
                        tuple(1, TestRoutes.DRILLED, overtaken ? Status.SUPERSEDED : drill.status()),
                        tuple(2, "simulator", Status.OK));
        softly.assertThat(events)
                .as("%s", drill)
                .extracting(UsageRecorded::usageSource)
                .containsExactly(drill.source(), UsageSource.PROVIDER);
        softly.assertThat(events)
                .as("%s: one request", drill)
                .extracting(UsageRecorded::requestId)
                .containsOnly(events.getFirst().requestId());
    }

    private void assertBrokenOff(SoftAssertions softly, String strategy, Drill drill, HttpResponse<String> answer) {
        softly.assertThat(answer.headers().firstValue("x-tollgate-attempts"))
                .as("%s", drill)
                .contains("1");
        softly.assertThat(answer.body())
                .as("%s", drill)
                .contains("\"content\"")
                .containsOnlyOnce("\"error\"")
                .doesNotContain("[DONE]")
                .endsWith("}}\n\n");
        softly.assertThat(events(drill.alias(strategy), 1))
                .as("%s", drill)
                .extracting(UsageRecorded::provider, UsageRecorded::status, UsageRecorded::usageSource)
                .containsExactly(tuple(TestRoutes.DRILLED, drill.status(), drill.source()));
    }

    private List<UsageRecorded> events(String alias, int count) {
        return await().atMost(PATIENCE)
                .until(
                        () -> tenant.usageNow().stream()
                                .filter(event -> event.modelRequested().equals(alias))
                                .sorted(Comparator.comparingInt(UsageRecorded::attempt))
                                .toList(),
                        events -> events.size() >= count);
    }

    private void assertEachServedCallIsRecordedOnce(String strategy, boolean stream) {
        List<String> recorded = tenant.usageNow().stream()
                .filter(event -> event.provider().equals(TestRoutes.DRILLED))
                .map(event -> event.attemptId().toString())
                .toList();
        // The end of a call that hangs comes when the gateway has given it up.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(simulator.served(call -> isOf(call, strategy, stream)))
                        .extracting(call -> call.path("id").asText())
                        .containsExactlyInAnyOrderElementsOf(recorded));
    }

    private static boolean isOf(JsonNode call, String strategy, boolean stream) {
        String model = call.path("model").asText();
        boolean drilled = model.equals(strategy) || model.startsWith(strategy + "-");
        return drilled && call.path("stream").asBoolean() == stream;
    }
}
