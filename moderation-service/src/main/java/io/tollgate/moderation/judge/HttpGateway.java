package io.tollgate.moderation.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.tollgate.moderation.judge.JudgeException.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** chat-service. Its refusals are told apart by whether asking again may help. */
final class HttpGateway implements Gateway {

    private static final int ANSWER_MAX = 256 * 1024;

    /** Of refusals that are about this one text, or about now. */
    private static final Set<String> MAY_PASS = Set.of("context_length_exceeded", "content_policy_violation");
    /** Of server errors that the operator has to put right. */
    private static final Set<String> IN_VAIN = Set.of("provider_credentials_refused");

    private final HttpClient http;
    private final ObjectMapper json;
    private final URI gateway;
    private final String key;

    /** @param key the suite's own */
    HttpGateway(ObjectMapper json, URI gateway, String key, Duration connectTimeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
        this.json = json;
        this.gateway = gateway;
        this.key = key;
    }

    @Override
    public Uni<JsonNode> ask(String path, JsonNode body, Duration budget) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                // What was judged once is not judged for somebody else from a memory.
                .header("cache-control", "no-store")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_MAX)))
                .ifNoItem()
                .after(budget)
                .fail()
                .onFailure()
                .transform(failure -> failure instanceof TimeoutException
                        ? new JudgeException(Kind.TIMEOUT, "no answer within " + budget.toMillis() + " ms")
                        : new JudgeException(
                                Kind.AWAY,
                                "the gateway cannot be asked: "
                                        + failure.getClass().getSimpleName()))
                .map(this::read);
    }

    private JsonNode read(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw refused(answer.statusCode(), code(answer.body()));
        }
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException malformed) {
            throw Inquiry.unreadable("it is no JSON");
        }
    }

    private static JudgeException refused(int status, String code) {
        boolean isOurs = status >= 400
                && status < 500
                && status != 408
                && status != 409
                && status != 413
                && status != 429
                && !MAY_PASS.contains(code);
        Kind kind = isOurs || IN_VAIN.contains(code) ? Kind.UNFIT : Kind.AWAY;
        return new JudgeException(
                kind, "the gateway answered with status " + status + (code.isEmpty() ? "" : " (" + code + ")"));
    }

    /** @return empty if it says none that can be repeated */
    private String code(String body) {
        try {
            String code = json.readTree(body).path("error").path("code").asText("");
            return code.matches("[a-z0-9_]{1,64}") ? code : "";
        } catch (JsonProcessingException malformed) {
            return "";
        }
    }
}
