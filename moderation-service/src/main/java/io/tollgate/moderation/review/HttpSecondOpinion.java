package io.tollgate.moderation.review;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The judge behind {@code POST /internal/judge}, with the time that nobody waiting leaves it. */
@Singleton
class HttpSecondOpinion implements SecondOpinion {

    private static final int ANSWER_MAX = 64 * 1024;

    private final HttpClient http;
    private final ObjectMapper json;
    private final ReviewConfig config;

    HttpSecondOpinion(ObjectMapper json, ReviewConfig config) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.judgeBudget())
                .build();
        this.json = json;
        this.config = config;
    }

    @Override
    public Uni<JudgeAnswer> ask(JudgeRequest request) {
        return Uni.createFrom()
                .deferred(() -> Uni.createFrom()
                        .completionStage(http.sendAsync(written(request), HttpResponse.BodyHandlers.ofByteArray())))
                .map(this::read);
    }

    private HttpRequest written(JudgeRequest request) {
        byte[] body;
        try {
            body = json.writeValueAsBytes(request);
        } catch (IOException unwritable) {
            throw new IllegalStateException("a question for the judge cannot be written");
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(config.judgeUrl().resolve("/internal/judge"))
                .timeout(config.judgeBudget())
                .header("content-type", "application/json")
                .header(
                        "x-tollgate-budget-ms",
                        Long.toString(config.judgeBudget().toMillis()));
        config.judgeKey()
                .filter(key -> !key.isBlank())
                .ifPresent(key -> builder.header("authorization", "Bearer " + key));
        return builder.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private JudgeAnswer read(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200 || response.body().length > ANSWER_MAX) {
            throw new IllegalStateException("the judge answered with status " + response.statusCode());
        }
        try {
            return json.readValue(response.body(), JudgeAnswer.class);
        } catch (IOException unreadable) {
            // The parser's message quotes what it read.
            throw new IllegalStateException("the judge's answer is not what the contract says");
        }
    }
}
