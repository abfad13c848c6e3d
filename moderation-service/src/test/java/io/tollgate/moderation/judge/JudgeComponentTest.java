package io.tollgate.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.local.testing.EmbeddedServers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedServers.class,
        initArgs = @ResourceArg(name = "servers", value = "kafka,postgresql,simulator"))
@QuarkusTestResource(JudgeTestSettings.class)
@SuppressWarnings("NullAway.Init") // injected
class JudgeComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/internal/judge")
    URI endpoint;

    @Inject
    MeterRegistry registry;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> ask(String judge, String text, @Nullable String key)
            throws IOException, InterruptedException {
        String body = """
                {"request_id":"01970000-0000-7000-8000-000000000042","organization":"org","project":"proj","stage":"input",
                 "judge":"%s","categories":["violence"],"texts":["%s"]}""".formatted(judge, text);
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("x-tollgate-budget-ms", "10000")
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("authorization", "Bearer " + key);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode judged(String judge, String text) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(judge, text, JudgeTestSettings.KEY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Several texts, for the simulated models vary in how they say the same. */
    @ParameterizedTest
    @CsvSource({
        "openai, safe, safe",
        "openai, unsafe, unsafe",
        "llama3, safe, safe",
        "llama3, unsafe, unsafe",
        "llama4, unsafe, unsafe",
        "gemma, safe, safe",
        "gemma, unsafe, unsafe",
        "qwen, safe, safe",
        "qwen, controversial, controversial",
        "qwen, unsafe, unsafe",
        "schema, safe, safe",
        "schema, controversial, controversial",
        "schema, unsafe, unsafe",
        "thorough, controversial, safe",
        "thorough, unsafe, unsafe",
    })
    void shouldUnderstandEveryWayAJudgeHasOfSayingIt(String judge, String script, String opinion)
            throws IOException, InterruptedException {
        // When
        Set<String> opinions = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            opinions.add(judged(judge, "[judge " + script + "] number " + i)
                    .path("opinion")
                    .asText());
        }

        // Then
        assertThat(opinions).containsExactly(opinion);
    }

    @Test
    void shouldSayWhichJudgeDecidedAndOnWhatGrounds() throws IOException, InterruptedException {
        // When
        JsonNode answer = judged("thorough", "[judge unsafe]");

        // Then
        assertThat(answer.path("judge").asText()).isEqualTo("qwen");
        assertThat(answer.path("categories")).extracting(JsonNode::asText).contains("violence");
    }

    @ParameterizedTest
    @CsvSource({
        "qwen, 500, 503, server_is_overloaded, away",
        "qwen, 429, 503, server_is_overloaded, away",
        "qwen, reset, 503, server_is_overloaded, away",
        "qwen, garbage, 503, server_is_overloaded, unreadable",
        "qwen, malformed-json, 503, server_is_overloaded, unreadable",
        "openai, garbage, 503, server_is_overloaded, unreadable",
        "openai, 500, 503, server_is_overloaded, away",
        "hasty, hang, 503, server_is_overloaded, timeout",
        "qwen, 401, 500, judge_misconfigured, unfit",
        "openai, 401, 500, judge_misconfigured, unfit",
        "unreadable, safe, 500, judge_misconfigured, unfit",
    })
    void shouldTellAnOutageFromAJudgeThatIsNotSetUpRight(
            String judge, String script, int status, String code, String outcome)
            throws IOException, InterruptedException {
        // Given
        double before = count(judge, outcome);

        // When
        HttpResponse<String> answer = ask(judge, "[judge " + script + "] planted secret", JudgeTestSettings.KEY);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asText()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("planted");
        assertThat(count(judge, outcome)).isEqualTo(before + 1);
    }

    private double count(String judge, String outcome) {
        var timer = registry.find("moderation.judge.duration")
                .tag("judge", judge)
                .tag("outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @ParameterizedTest
    @CsvSource({
        "qwen, -, 401, invalid_api_key",
        "qwen, sk-tg-somebody-else, 401, invalid_api_key",
        "nobody, sk-tg-judge-0123456789abcdef0123456789abcdef, 500, judge_misconfigured",
    })
    void shouldAnswerNobodyButTheSuiteAndOnlyForJudgesThatThereAre(String judge, String key, int status, String code)
            throws IOException, InterruptedException {
        // When
        HttpResponse<String> answer = ask(judge, "[judge safe]", key.equals("-") ? null : key);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void shouldNotJudgeWhatNoJudgeCouldReadInTime() throws IOException, InterruptedException {
        // When
        HttpResponse<String> answer = ask("qwen", "a".repeat(70_000), JudgeTestSettings.KEY);

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("70000 characters", "65536");
    }
}
