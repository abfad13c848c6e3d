package io.tollgate.moderation.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.judge.JudgeAnswer;
import io.tollgate.contracts.judge.JudgeRequest;
import io.tollgate.moderation.failure.RefusedException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /internal/judge}, for chat-service. The edge does not forward it, and it wants the suite's own key: a judgement costs
 * money.
 */
@Path("/internal/judge")
class JudgeResource {

    private static final String BEARER = "Bearer ";
    private static final int DIGITS_MAX = 9;

    private final Judges judges;
    private final ObjectMapper json;
    private final JudgeConfig config;

    JudgeResource(Judges judges, ObjectMapper json, JudgeConfig config) {
        this.judges = judges;
        this.json = json;
        this.config = config;
    }

    /** @param budget how many milliseconds whoever asks can wait */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<JudgeAnswer> judge(
            @HeaderParam("authorization") @Nullable String authorization,
            @HeaderParam("x-tollgate-budget-ms") @Nullable String budget,
            byte[] body) {
        requireKey(authorization);
        return judges.ask(read(body), budget(budget))
                .onFailure(JudgeException.class)
                .transform(failure -> toCaller(failure));
    }

    private void requireKey(@Nullable String authorization) {
        String key = config.key().orElse("");
        boolean isKnown = !key.isBlank()
                && authorization != null
                && MessageDigest.isEqual(
                        (BEARER + key).getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8));
        if (!isKnown) {
            throw RefusedException.unauthorized(
                    "Judgements are for the suite itself: both services need the same TOLLGATE_JUDGE_KEY.");
        }
    }

    private JudgeRequest read(byte[] body) {
        try {
            return json.readValue(body, JudgeRequest.class);
        } catch (IOException malformed) {
            // The parser's message quotes what it read.
            throw RefusedException.invalid(null, null, "The body is not what the contract says.");
        }
    }

    private Duration budget(@Nullable String milliseconds) {
        return milliseconds != null && milliseconds.matches("\\d{1," + DIGITS_MAX + "}")
                ? Duration.ofMillis(Long.parseLong(milliseconds))
                : config.cascadeBudget();
    }

    private static RefusedException toCaller(JudgeException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.kind() == JudgeException.Kind.UNFIT
                ? RefusedException.misconfigured(
                        "judge_misconfigured", "The judge is not set up right: " + message + ".")
                : RefusedException.unavailable("There is no judgement: " + message + ".");
    }
}
