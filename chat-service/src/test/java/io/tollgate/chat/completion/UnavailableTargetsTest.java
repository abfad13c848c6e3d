package io.tollgate.chat.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.route.Target;
import io.tollgate.chat.target.Targets;
import io.tollgate.chat.testing.Bodies;
import io.tollgate.chat.testing.ChatTestSettings;
import io.tollgate.chat.testing.RunningGateway;
import io.tollgate.contracts.event.UsageRecorded;
import io.tollgate.contracts.event.UsageRecorded.ServedFrom;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No target of a model can be asked: what was answered before is answered all the same. */
@QuarkusTest
@WithTestResource(ChatTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class UnavailableTargetsTest extends RunningGateway {

    @Inject
    LiveRoutes routes;

    @Inject
    Targets targets;

    private final String text = "Say " + UUID.randomUUID();

    private String body(String model) {
        return Bodies.saying(
                model, text, ",\"temperature\":0,\"max_completion_tokens\":10,\"simulator\":{\"completion_tokens\":7}");
    }

    private void openBreakers(String model) {
        for (Target target : routes.current().resolve(model).orElseThrow().targets()) {
            // As many as open a breaker in these tests: a thousand.
            while (targets.state(target).isAvailable(System.nanoTime())) {
                targets.enter(target, false).result().failed();
            }
        }
    }

    private static String cache(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-tollgate-cache").orElse("none");
    }

    @Test
    void shouldAnswerFromTheCacheWhileEveryBreakerIsOpen() {
        // Given
        HttpResponse<String> first = tenant.complete(body("fragile"));
        openBreakers("fragile");

        // When
        HttpResponse<String> again = tenant.complete(body("fragile"));
        HttpResponse<String> other = tenant.complete(Bodies.saying("fragile", "Something else", ",\"temperature\":0"));

        // Then
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("x-tollgate-attempts")).contains("0");
        assertThat(tenant.usage(2)).extracting(UsageRecorded::servedFrom).contains(ServedFrom.CACHE);
        assertThat(other.statusCode()).isEqualTo(503);
        assertThat(cache(other)).isEqualTo("miss");
        assertThat(other.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void shouldLetEveryRequestOfOneFlightFindTheAnswerWhileEveryBreakerIsOpen() {
        // Given
        tenant.complete(body("simulator/brittle"));
        openBreakers("simulator/brittle");

        // When
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 10)
                .mapToObj(call ->
                        tenant.http().sendAsync(tenant.chat(body("simulator/brittle")), BodyHandlers.ofString()))
                .toList();

        // Then
        assertThat(calls.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.statusCode() == 200 && cache(answer).equals("hit"));
        assertThat(gauge("chat.cache.flights")).isZero();
    }

    @Test
    void shouldNotWaitForATargetThatIsFullToAnswerFromTheCache() {
        // Given
        tenant.complete(body("narrow"));
        Target narrow =
                routes.current().resolve("narrow").orElseThrow().targets().getFirst();
        var occupied = targets.enter(narrow, false).result();

        // When
        HttpResponse<String> again = tenant.complete(body("narrow"));
        HttpResponse<String> other = tenant.complete(Bodies.chat("narrow"));

        // Then
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(other.statusCode()).isEqualTo(503);
        occupied.abandoned();
    }
}
