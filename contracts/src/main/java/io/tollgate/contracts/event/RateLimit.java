package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much may be asked for at a time. Several limits may apply to one call; each of them must admit it.
 *
 * @param scope whose calls are counted together
 * @param model the model name asked for that is counted; null for all models together
 * @param kind what is counted
 * @param limit the most of it; 0 admits nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RateLimit(Scope scope, @Nullable String model, Kind kind, long limit) {

    public RateLimit {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(kind, "kind");
        if (model != null && model.isBlank()) {
            throw new IllegalArgumentException("model of a limit must not be blank");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
    }

    /** Whose calls are counted together. */
    public enum Scope {
        @JsonProperty("key")
        KEY,
        @JsonProperty("project")
        PROJECT,
        @JsonProperty("organization")
        ORGANIZATION,
        /** Each end user that the key's project names, apart; calls that name none are not counted. */
        @JsonProperty("end_user")
        END_USER
    }

    /** What is counted. */
    public enum Kind {
        @JsonProperty("requests_per_minute")
        REQUESTS_PER_MINUTE,
        /** Tokens read and written: what a call is expected to need while it runs, the actual count after it. */
        @JsonProperty("tokens_per_minute")
        TOKENS_PER_MINUTE,
        @JsonProperty("requests_per_day")
        REQUESTS_PER_DAY,
        /** Calls that run at the same time. */
        @JsonProperty("concurrent_requests")
        CONCURRENT_REQUESTS
    }
}
