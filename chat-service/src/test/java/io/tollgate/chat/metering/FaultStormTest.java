package io.tollgate.chat.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.chat.testing.TestRoutes;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.UsageSource;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random faults at several targets, asked concurrently under every strategy and with hedges: what the provider served is recorded
 * once each, and an answer is charged once. {@code -Dtollgate.storm.requests=20000} makes it long, {@code -Dtollgate.storm.seed}
 * repeats a run's requests.
 */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
class FaultStormTest extends RunningGateway {

    private static final int REQUESTS = Integer.getInteger("tollgate.storm.requests", 300);
    private static final long SEED = Long.getLong("tollgate.storm.seed", System.nanoTime());
    private static final int CONCURRENCY = 24;
    private static final int FAULTY_PERCENT = 40;
    private static final int STREAMED_PERCENT = 50;

    /** As many answers must have been timed before a call is hedged. */
    private static final int SAMPLES = 20;

    private static final List<String> ALIASES = Stream.concat(TestRoutes.STRATEGIES.stream(), Stream.of("hedged"))
            .map(strategy -> "storm-" + strategy)
            .toList();

    /** One line of the provider's journal with the usage event of the same attempt. */
    private record Served(JsonNode call, UsageRecorded event) {
        long promptTokens() {
            return call.path("prompt_tokens").asLong();
        }

        long completionTokens() {
            return call.path("completion_tokens").asLong();
        }
    }

    private static String body(Random random) {
        String alias = ALIASES.get(random.nextInt(ALIASES.size()));
        boolean stream = random.nextInt(100) < STREAMED_PERCENT;
        List<String> faults = TestRoutes.FAULTS.stream()
                // These the simulated provider refuses where nothing is streamed.
                .filter(fault -> stream
                        || !List.of("malformed-frame", "half-frame", "no-done", "error-in-stream")
                                .contains(fault))
                .toList();
        String drawn = TestRoutes.STORM_TARGETS.stream()
                .filter(target -> random.nextInt(100) < FAULTY_PERCENT)
                .map(target -> "\"%s\":\"%s\"".formatted(target, faults.get(random.nextInt(faults.size()))))
                .collect(Collectors.joining(","));
        return Bodies.saying(
                alias,
                "word ".repeat(1 + random.nextInt(40)),
                ",\"stream\":%s,\"simulator\":{\"completion_tokens\":%d,\"first_byte_ms\":%d,\"fault\":{%s}}"
                        .formatted(stream, 1 + random.nextInt(30), random.nextInt(60), drawn));
    }

    private List<HttpResponse<String>> ask(List<String> bodies) {
        Semaphore room = new Semaphore(CONCURRENCY);
        ConcurrentLinkedQueue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (String body : bodies) {
            room.acquireUninterruptibly();
            asked.add(tenant.http()
                    .sendAsync(tenant.chat(body), BodyHandlers.ofString())
                    .whenComplete((answer, failure) -> room.release())
                    .thenAccept(answers::add));
        }
        asked.forEach(CompletableFuture::join);
        return List.copyOf(answers);
    }

    /** What a hedge waits for must be known. */
    private List<HttpResponse<String>> time(String target) {
        return ask(Stream.of("false", "true")
                .flatMap(stream -> Stream.generate(
                                () -> Bodies.chat(TestRoutes.DRILLED + "/" + target, ",\"stream\":" + stream))
                        .limit(SAMPLES))
                .toList());
    }

    private static boolean isAnswered(HttpResponse<String> answer) {
        boolean streamed =
                answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
        return answer.statusCode() == 200 && (!streamed || answer.body().endsWith("data: [DONE]\n\n"));
    }

    private static int attempts(HttpResponse<String> answer) {
        return Integer.parseInt(
                answer.headers().firstValue("x-tollgate-attempts").orElseThrow());
    }

    @Test
    void shouldRecordEachServedCallOnceAndChargeEachAnswerOnce() {
        // Given
        List<HttpResponse<String>> answers = new ArrayList<>(time(TestRoutes.STORM_TARGETS.getFirst()));
        Random random = new Random(SEED);
        List<String> bodies =
                Stream.generate(() -> body(random)).limit(REQUESTS).toList();

        // When
        answers.addAll(ask(bodies));

        // Then
        String seed = "-Dtollgate.storm.seed=" + SEED;
        int made = answers.stream().mapToInt(FaultStormTest::attempts).sum();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.usageNow().stream().distinct().count() >= made);
        // Kafka may have been given an event twice; what is not the same in both would stay.
        List<UsageRecorded> events = tenant.usageNow().stream().distinct().toList();
        assertThat(events).as(seed).hasSize(made);
        assertThat(events).as(seed).extracting(UsageRecorded::attemptId).doesNotHaveDuplicates();
        assertEachAnswerIsChargedOnce(seed, answers, events);
        assertEachServedCallIsRecordedOnce(seed, events);
        // Otherwise the run would show nothing.
        assertThat(made).as("attempts, " + seed).isGreaterThan(answers.size());
    }

    private static void assertEachAnswerIsChargedOnce(
            String seed, List<HttpResponse<String>> answers, List<UsageRecorded> events) {
        Map<UUID, Long> charged = events.stream()
                .filter(event -> event.status().isCharged())
                .collect(Collectors.groupingBy(UsageRecorded::requestId, Collectors.counting()));
        long answered = answers.stream().filter(FaultStormTest::isAnswered).count();
        assertThat(charged.values()).as(seed).containsOnly(1L);
        assertThat(charged).as(seed).hasSize((int) answered);
    }

    private void assertEachServedCallIsRecordedOnce(String seed, List<UsageRecorded> events) {
        Map<String, UsageRecorded> byAttempt = events.stream()
                .collect(Collectors.toMap(event -> event.attemptId().toString(), Function.identity()));
        List<String> charged = events.stream()
                .filter(event -> event.status().isCharged())
                .map(event -> event.attemptId().toString())
                .toList();
        List<JsonNode> calls = simulator.served(
                call -> TestRoutes.STORM_TARGETS.contains(call.path("model").asText()));
        assertThat(calls)
                .as(seed)
                .extracting(call -> call.path("id").asText())
                .doesNotHaveDuplicates()
                .isSubsetOf(byAttempt.keySet())
                .containsAll(charged);
        List<Served> counted = calls.stream()
                .map(call -> new Served(
                        call,
                        Objects.requireNonNull(byAttempt.get(call.path("id").asText()))))
                .filter(served -> served.event().usageSource() == UsageSource.PROVIDER)
                .toList();
        assertThat(sum(counted, Served::promptTokens))
                .as(seed)
                .isEqualTo(sum(counted, served -> served.event().usage().inputTokens()));
        assertThat(sum(counted, Served::completionTokens))
                .as(seed)
                .isEqualTo(sum(counted, served -> served.event().usage().outputTokens()));
    }

    private static long sum(List<Served> served, ToLongFunction<Served> tokens) {
        return served.stream().mapToLong(tokens).sum();
    }
}
