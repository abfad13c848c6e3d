package io.tollgate.chat.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The judge behind moderation-service's {@code POST /internal/judge}. */
final class RemoteJudge implements Judge {

    private static final String PATH = "/internal/judge";
    private static final int CONNECTIONS = 64;
    private static final int WAITING_MAX = 1_024;
    private static final int ANSWER_MAX = 64 * 1024;

    /** Half a character, which a client may well send, has no bytes of its own: escaped, it arrives as it is. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HttpClient http;
    private final URI service;
    private final @Nullable String authorization;

    /**
     * @param service moderation-service's address
     * @param authorization what shows that this is the suite itself; null where that is not set up
     */
    RemoteJudge(Vertx vertx, URI service, @Nullable String authorization) {
        this.authorization = authorization;
        this.http = vertx.createHttpClient(
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING_MAX));
        this.service = service;
    }

    @Override
    public Future<JudgeAnswer> ask(JudgeRequest request, Duration budget) {
        if (authorization == null) {
            return Future.failedFuture(
                    new JudgeUnfitException("there is no key to ask it with: set TOLLGATE_JUDGE_KEY"));
        }
        Buffer body;
        try {
            body = Buffer.buffer(JSON.writeValueAsBytes(request));
        } catch (JsonProcessingException unwritable) {
            return Future.failedFuture(unwritable);
        }
        boolean tls = "https".equals(service.getScheme());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(service.getHost())
                .setPort(service.getPort() >= 0 ? service.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(PATH)
                .setConnectTimeout(budget.toMillis())
                .setTimeout(budget.toMillis())
                .putHeader("authorization", authorization)
                .putHeader("x-tollgate-budget-ms", Long.toString(budget.toMillis()))
                .putHeader("content-type", "application/json");
        return http.request(options)
                .compose(call -> call.send(body))
                .compose(RemoteJudge::read)
                .timeout(budget.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<JudgeAnswer> read(HttpClientResponse response) {
        int status = response.statusCode();
        if (status == 200) {
            return response.body().compose(RemoteJudge::parse);
        }
        // Busy, away, or too much at once may pass; anything else is how it is set up.
        boolean mayPass = status == 413 || status == 429 || status == 502 || status == 503 || status == 504;
        String message = "the judge answered with status " + status;
        return Future.failedFuture(mayPass ? new IOException(message) : new JudgeUnfitException(message));
    }

    private static Future<JudgeAnswer> parse(Buffer body) {
        if (body.length() > ANSWER_MAX) {
            return Future.failedFuture(new IOException("the judge's answer is larger than " + ANSWER_MAX + " bytes"));
        }
        try {
            return Future.succeededFuture(JSON.readValue(body.getBytes(), JudgeAnswer.class));
        } catch (IOException unreadable) {
            // The parser's message quotes what it read.
            return Future.failedFuture(new IOException("the judge's answer is not what the contract says"));
        }
    }
}
