package io.tollgate.bench.suite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Creates the project that is measured and makes sure that every stage is on before anything is: each is seen to refuse. */
public final class Preflight {
    private static final String LIMIT_USD = "1000";
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Http http = new Http();
    private final URI completions;
    private final Administration administration;
    private String key = "";
    private long answered;

    public Preflight(Suite suite) throws IOException {
        this.completions = suite.chat().resolve("/v1/chat/completions");
        this.administration = new Administration(suite);
    }

    /** @throws IOException if a stage does not refuse what it must */
    public void run() throws IOException, InterruptedException {
        key = administration.createProject("bench", LIMIT_USD);
        require(
                post("sk-tg-nobody-has-this-key-nobody-has-this-key", hello(16)).statusCode() == UNAUTHORIZED,
                "access does not refuse an unknown key");
        // Key and budget reach chat-service over Kafka. Until the budget is there, it can refuse nothing.
        require(
                Waiting.until(BOUND, () -> {
                    HttpResponse<String> tooDear = post(key, hello(2_000_000_000));
                    answered += tooDear.statusCode() == OK ? 1 : 0;
                    return tooDear.statusCode() == TOO_MANY_REQUESTS
                            && tooDear.body().contains("insufficient_quota");
                }),
                "admission does not refuse a request that costs more than the hard budget");
        HttpResponse<String> flagged = post(key, request("I am going to stab you tonight.", 16));
        require(
                flagged.statusCode() == BAD_REQUEST && flagged.body().contains("content_policy_violation"),
                "the guard does not block a threat: it answered " + flagged.statusCode());
        HttpResponse<String> good = post(key, hello(16));
        require(good.statusCode() == OK, "a good request is answered " + good.statusCode() + ": " + good.body());
        answered++;
    }

    /** The key of the project. */
    public String key() {
        return key;
    }

    /** How many requests were answered, all of which must be in the ledger. */
    public long answered() {
        return answered;
    }

    private HttpResponse<String> post(String as, Map<String, ?> body) throws IOException, InterruptedException {
        return http.post(completions, as, body);
    }

    private static Map<String, ?> hello(int outputTokens) {
        return request("Who may pass?", outputTokens);
    }

    private static Map<String, ?> request(String text, int outputTokens) {
        return Map.of(
                "model",
                "gpt-4o",
                "max_completion_tokens",
                outputTokens,
                "messages",
                List.of(Map.of("role", "user", "content", text)),
                "simulator",
                Map.of("completion_tokens", 1));
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("The suite is not fit to be measured: " + otherwise);
        }
    }
}
