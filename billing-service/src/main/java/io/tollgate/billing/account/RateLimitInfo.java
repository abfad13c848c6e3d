package io.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A rate limit in OpenAI's shape; absent numbers are no limits.
 *
 * @param model {@code *} for all models together
 * @param scope whose calls are counted together: organization, project, key, or each end_user
 * @param maxConcurrentRequests calls that run at the same time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RateLimitInfo(
        String object,
        String id,
        String model,
        @JsonProperty("max_requests_per_1_minute") @Nullable Long maxRequestsPerMinute,
        @JsonProperty("max_tokens_per_1_minute") @Nullable Long maxTokensPerMinute,
        @JsonProperty("max_requests_per_1_day") @Nullable Long maxRequestsPerDay,
        @JsonProperty("max_concurrent_requests") @Nullable Long maxConcurrentRequests,
        String scope,
        @JsonProperty("api_key_id") @Nullable String apiKeyId) {

    static final String ALL_MODELS = "*";

    static RateLimitInfo of(RateLimitEntity limit) {
        return new RateLimitInfo(
                objectOf(limit.project),
                limit.id,
                limit.model == null ? ALL_MODELS : limit.model,
                limit.requestsPerMinute,
                limit.tokensPerMinute,
                limit.requestsPerDay,
                limit.concurrentRequests,
                limit.scope,
                limit.apiKey);
    }

    static String objectOf(@Nullable String project) {
        return (project == null ? "organization" : "project") + ".rate_limit";
    }

    /** The answer to a deletion. */
    record Deleted(String object, String id, boolean deleted) {}
}
