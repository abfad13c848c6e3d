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
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private static final String PREFERRED = "the target with the fault";
    private static final String OTHER = "the other target";
    private static final String CHEAPEST = "cheapest";
    private static final String ATTEMPTS = "x-tollgate-attempts";
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
        Map<String, List<UsageRecorded>> events = events(answers.values());
        SoftAssertions.assertSoftly(softly -> answers.forEach((drill, answer) -> {
            List<UsageRecorded> attempts = events.getOrDefault(drill.alias(strategy), List.of());
            softly.assertThat(answer.statusCode())
                    .as("%s: %s", drill, answer.body())
                    .isEqualTo(200);
            softly.assertThat(answer.body()).as("%s", drill).contains("simulated model answers");
            assertFallback(softly, drill, isOvertaken(strategy, drill, false), answer, attempts);
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
        Map<String, List<UsageRecorded>> events = events(answers.values());
        SoftAssertions.assertSoftly(softly -> answers.forEach((drill, answer) -> {
            List<UsageRecorded> attempts = events.getOrDefault(drill.alias(strategy), List.of());
            softly.assertThat(answer.statusCode())
                    .as("%s: %s", drill, answer.body())
                    .isEqualTo(200);
            if (drill.isBeforeTheFirstByte(true)) {
                softly.assertThat(answer.body())
                        .as("%s", drill)
                        .endsWith("data: [DONE]\n\n")
                        .doesNotContain("\"error\"");
                assertFallback(softly, drill, isOvertaken(strategy, drill, true), answer, attempts);
            } else {
                assertBrokenOff(softly, drill, answer, attempts);
            }
        }));
        assertEachServedCallIsRecordedOnce(strategy, true);
    }

    /** What makes the strategy prefer the target with the fault. */
    private void prepare(String strategy, boolean stream) {
        switch (strategy) {
            // Only the preferred target has a price.
            case CHEAPEST -> {
                List<String> models = Drill.all(stream).stream()
                        .map(drill -> drill.alias(CHEAPEST))
                        .toList();
                models.forEach(model -> billing.publishPrice(TestRoutes.DRILLED, model));
                await().atMost(PATIENCE)
                        .until(() -> models.stream()
                                .allMatch(model ->
                                        prices.sheet(TestRoutes.DRILLED, model).isPresent()));
            }
            // A target that was never asked promises to be the fastest, once something is known of the other one.
            case "least-latency" ->
                assertThat(tenant.complete(Bodies.chat("simulator/" + TestRoutes.OTHER, ",\"stream\":" + stream))
                                .statusCode())
                        .isEqualTo(200);
            case HEDGED -> {
                for (int wave = 0; wave < 4; wave++) {
                    time(SAMPLES / 4, stream);
                }
            }
            default -> {}
        }
    }

    /** A hedge then waits for longer than a fault takes that is not silent. */
    private void time(int calls, boolean stream) {
        String body = Bodies.chat(
                TestRoutes.PATIENT + "/hedged", ",\"stream\":" + stream + ",\"simulator\":{\"first_byte_ms\":1500}");
        IntStream.range(0, calls)
                .mapToObj(i -> tenant.http().sendAsync(tenant.chat(body), BodyHandlers.discarding()))
                .toList()
                .forEach(CompletableFuture::join);
    }

    /** What puts a target to rest comes last: the hedged calls share theirs, and would find it resting. */
    private Map<Drill, HttpResponse<String>> drill(String strategy, boolean stream) {
        Map<Drill, HttpResponse<String>> answers = new EnumMap<>(Drill.class);
        Map<Boolean, List<Drill>> waves =
                Drill.all(stream).stream().collect(Collectors.partitioningBy(Drill::putsTargetToRest));
        for (boolean resting : List.of(false, true)) {
            Map<Drill, CompletableFuture<HttpResponse<String>>> asked = new EnumMap<>(Drill.class);
            for (Drill drill : waves.getOrDefault(resting, List.of())) {
                String alias = drill.alias(strategy);
                String target = strategy.equals(HEDGED) ? HEDGED : alias;
                asked.put(
                        drill,
                        tenant.http()
                                .sendAsync(tenant.chat(drill.body(alias, target, stream)), BodyHandlers.ofString()));
            }
            asked.forEach((drill, answer) -> answers.put(drill, answer.join()));
        }
        return answers;
    }

    private static String target(UsageRecorded event) {
        return event.modelBilled().equals(TestRoutes.OTHER) ? OTHER : PREFERRED;
    }

    /** A hedge does not wait until a silent target's time is over. */
    private static boolean isOvertaken(String strategy, Drill drill, boolean stream) {
        return strategy.equals(HEDGED) && drill.isSilent(stream);
    }

    private static void assertFallback(
            SoftAssertions softly,
            Drill drill,
            boolean overtaken,
            HttpResponse<String> answer,
            List<UsageRecorded> attempts) {
        softly.assertThat(answer.headers().firstValue(ATTEMPTS)).as("%s", drill).contains("2");
        softly.assertThat(attempts)
                .as("%s", drill)
                .extracting(UsageRecorded::attempt, FaultDrillsTest::target, UsageRecorded::status)
                .containsExactly(
                        tuple(1, PREFERRED, overtaken ? Status.SUPERSEDED : drill.status()),
                        tuple(2, OTHER, Status.OK));
        softly.assertThat(attempts)
                .as("%s", drill)
                .extracting(UsageRecorded::usageSource, event -> event.status().isCharged())
                .containsExactly(tuple(drill.source(), false), tuple(UsageSource.PROVIDER, true));
        softly.assertThat(attempts.stream().map(UsageRecorded::requestId).distinct())
                .as("%s: one request", drill)
                .hasSize(1);
    }

    private static void assertBrokenOff(
            SoftAssertions softly, Drill drill, HttpResponse<String> answer, List<UsageRecorded> attempts) {
        softly.assertThat(answer.headers().firstValue(ATTEMPTS)).as("%s", drill).contains("1");
        softly.assertThat(answer.body())
                .as("%s", drill)
                .contains("\"content\"")
                .containsOnlyOnce("\"error\"")
                .doesNotContain("[DONE]")
                .endsWith("}}\n\n");
        softly.assertThat(attempts)
                .as("%s", drill)
                .extracting(
                        FaultDrillsTest::target,
                        UsageRecorded::status,
                        UsageRecorded::usageSource,
                        event -> event.status().isCharged())
                .containsExactly(tuple(PREFERRED, drill.status(), drill.source(), false));
    }

    /** Of each model that was asked for, its attempts in order; all of them, once there are as many as the answers tell. */
    private Map<String, List<UsageRecorded>> events(Collection<HttpResponse<String>> answers) {
        int made = answers.stream()
                .mapToInt(answer ->
                        Integer.parseInt(answer.headers().firstValue(ATTEMPTS).orElseThrow()))
                .sum();
        Supplier<List<UsageRecorded>> drilled = () -> tenant.usageNow().stream()
                .filter(event -> !event.modelRequested().contains("/"))
                // Kafka may have been given an event twice; what is not the same in both would stay.
                .distinct()
                .sorted(Comparator.comparingInt(UsageRecorded::attempt))
                .toList();
        await().atMost(PATIENCE).until(() -> drilled.get().size() >= made);
        return drilled.get().stream().collect(Collectors.groupingBy(UsageRecorded::modelRequested));
    }

    private void assertEachServedCallIsRecordedOnce(String strategy, boolean stream) {
        List<String> recorded = tenant.usageNow().stream()
                .filter(event -> target(event).equals(PREFERRED))
                .map(event -> event.attemptId().toString())
                .distinct()
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
