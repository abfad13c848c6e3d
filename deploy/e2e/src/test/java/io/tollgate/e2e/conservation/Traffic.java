package io.tollgate.e2e.conservation;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.e2e.suite.Administration.Project;
import io.tollgate.e2e.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many callers at once, half of whose requests are streamed. They go on while parts of the suite die. */
final class Traffic {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLERS = 12;
    private static final int OUTPUT_TOKENS_MAX = 30;

    private final Suite suite;
    private final long seed;
    private final List<Project> projects;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final AtomicInteger refusedByBudget = new AtomicInteger();
    private final AtomicInteger refusedOtherwise = new AtomicInteger();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    Traffic(Suite suite, long seed, List<Project> projects) {
        this.suite = suite;
        this.seed = seed;
        this.projects = projects;
    }

    /**
     * What the callers saw.
     *
     * @param answeredRequests ids of requests whose answer was whole
     * @param interrupted requests that got no answer or a broken one
     */
    record Seen(Set<String> answeredRequests, int refusedByBudget, int refusedOtherwise, int interrupted) {
        @Override
        public String toString() {
            return "callers saw " + answeredRequests.size() + " whole answers, " + refusedByBudget
                    + " refusals by budget, " + refusedOtherwise + " other refusals, " + interrupted + " interruptions";
        }
    }

    Seen send(int requests, Killer killer) throws InterruptedException {
        waitForKeys();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS + 1)) {
            var kills = callers.submit(() -> killer.run(() -> next.get() * 1_000 / requests));
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> call(requests));
            }
            callers.shutdown();
            if (!callers.awaitTermination(30, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the callers did not come to an end");
            }
            kills.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the killer failed", failure.getCause());
        }
        return new Seen(Set.copyOf(answered), refusedByBudget.get(), refusedOtherwise.get(), interrupted.get());
    }

    private void waitForKeys() {
        for (Project project : projects) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> client.send(
                                            HttpRequest.newBuilder(suite.chat().resolve("/v1/models"))
                                                    .header("authorization", "Bearer " + project.key())
                                                    .build(),
                                            HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
    }

    private void call(int requests) {
        for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
            SplittableRandom random = new SplittableRandom(seed * 31 + number);
            try {
                classify(client.send(request(random), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException broken) {
                interrupted.incrementAndGet();
                waitForChat();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private HttpRequest request(SplittableRandom random) {
        boolean stream = random.nextBoolean();
        Project project = projects.get(random.nextInt(projects.size()));
        Map<String, Object> body = Map.of(
                "model",
                "gpt-4o-mini",
                "stream",
                stream,
                "max_completion_tokens",
                OUTPUT_TOKENS_MAX,
                "messages",
                List.of(Map.of("role", "user", "content", "x".repeat(random.nextInt(1, 400)))),
                "simulator",
                Map.of(
                        "completion_tokens", random.nextInt(1, OUTPUT_TOKENS_MAX),
                        "first_byte_ms", random.nextInt(0, 60),
                        "chunk_ms", random.nextInt(0, 12)));
        try {
            return HttpRequest.newBuilder(URI.create(suite.chat() + "/v1/chat/completions"))
                    .timeout(Duration.ofSeconds(60))
                    .header("authorization", "Bearer " + project.key())
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void classify(HttpResponse<String> response) {
        boolean streamed =
                response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
        if (response.statusCode() == 429 && response.body().contains("insufficient_quota")) {
            refusedByBudget.incrementAndGet();
        } else if (response.statusCode() != 200) {
            refusedOtherwise.incrementAndGet();
        } else if (streamed && !response.body().endsWith("data: [DONE]\n\n")) {
            interrupted.incrementAndGet();
        } else {
            answered.add(response.headers().firstValue("x-request-id").orElseThrow());
        }
    }

    private void waitForChat() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> client.send(
                                        HttpRequest.newBuilder(suite.chat().resolve("/v1/models"))
                                                .header(
                                                        "authorization",
                                                        "Bearer "
                                                                + projects.getFirst()
                                                                        .key())
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }
}
