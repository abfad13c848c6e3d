package io.tollgate.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tollgate.contracts.usage.Usage;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have a provider answer is over, and this is what it consumed. The source of truth for money.
 *
 * @param attemptId UUIDv7, minted at admission; the primary key of the usage row, so a second delivery changes nothing
 * @param requestId the client's request, which may have several attempts
 * @param attempt 1 for the first attempt of the request
 * @param organization id of the organization that pays
 * @param project id of the key's project
 * @param key id of the API key, never the key itself
 * @param endUser the caller's own end user (`safety_identifier` or `user`), if it named one
 * @param provider the configured provider that was called
 * @param modelRequested the model name the client sent
 * @param modelBilled the provider's model that prices apply to
 * @param operation what the provider was asked to do
 * @param serviceTier the tier the provider says it billed, {@code default} where it says none
 * @param startedAt when the attempt was admitted
 * @param completedAt when it was over
 * @param status how the attempt ended
 * @param usage what was consumed; nothing reported is not zero
 * @param usageSource who counted
 * @param providerResponseId the provider's id of the answer, if it came that far
 * @param servedFrom where the answer came from; the provider where absent
 * @param tags the request's own labels (`metadata`), for budgets and chargeback; at most 16
 * @param region where the provider answered, as its prices name it; without one the prices that hold everywhere apply
 */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageRecorded(
        UUID attemptId,
        UUID requestId,
        int attempt,
        String organization,
        String project,
        String key,
        @Nullable String endUser,
        String provider,
        String modelRequested,
        String modelBilled,
        Operation operation,
        String serviceTier,
        Instant startedAt,
        Instant completedAt,
        Status status,
        Usage usage,
        UsageSource usageSource,
        @Nullable String providerResponseId,
        @Nullable ServedFrom servedFrom,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        Map<String, String> tags,

        @Nullable String region) {

    public static final int TAGS_MAX = 16;

    public UsageRecorded {
        Objects.requireNonNull(attemptId, "attempt_id");
        Objects.requireNonNull(requestId, "request_id");
        requireText(organization, "organization");
        requireText(project, "project");
        requireText(key, "key");
        requireText(provider, "provider");
        requireText(modelRequested, "model_requested");
        requireText(modelBilled, "model_billed");
        Objects.requireNonNull(operation, "operation");
        requireText(serviceTier, "service_tier");
        Objects.requireNonNull(startedAt, "started_at");
        Objects.requireNonNull(completedAt, "completed_at");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(usageSource, "usage_source");
        if (attemptId.version() != 7) {
            throw new IllegalArgumentException("attempt_id must be a UUIDv7: " + attemptId);
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be 1 or more: " + attempt);
        }
        if (completedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException("completed_at " + completedAt + " is before started_at " + startedAt);
        }
        requireConsistent(usage, usageSource);
        tags = tags == null ? Map.of() : Map.copyOf(tags);
        if (tags.size() > TAGS_MAX) {
            throw new IllegalArgumentException("tags must be " + TAGS_MAX + " or fewer: " + tags.size());
        }
        if (region != null) {
            requireText(region, "region");
        }
    }

    /** Never null: an event without labels leaves the field away. */
    @Override
    public Map<String, String> tags() {
        return tags == null ? Map.of() : tags;
    }

    /** Whether no provider was called because an earlier answer was given again; such an answer costs nothing. */
    public boolean servedByCache() {
        return servedFrom == ServedFrom.CACHE;
    }

    /** Missing is not zero: who counted must have a count, and nothing consumed must not have one. */
    private static void requireConsistent(Usage usage, UsageSource usageSource) {
        boolean consumed = usage.counts().values().stream().anyMatch(count -> count > 0);
        switch (usageSource) {
            case PROVIDER, ESTIMATE -> {
                if (!usage.isReported()) {
                    throw new IllegalArgumentException("usage is empty, but usage_source says that it was counted: "
                            + usageSource.name().toLowerCase(Locale.ROOT));
                }
            }
            case NONE -> {
                if (consumed) {
                    throw new IllegalArgumentException("usage_source is none, but something was consumed: " + usage);
                }
            }
        }
    }

    /** What the provider was asked to do. */
    public enum Operation {
        @JsonProperty("chat")
        CHAT,
        @JsonProperty("completion")
        COMPLETION,
        @JsonProperty("embedding")
        EMBEDDING,
        @JsonProperty("transcription")
        TRANSCRIPTION,
        @JsonProperty("translation")
        TRANSLATION,
        @JsonProperty("speech")
        SPEECH,
        @JsonProperty("image_generation")
        IMAGE_GENERATION,
        @JsonProperty("image_edit")
        IMAGE_EDIT,
        @JsonProperty("moderation")
        MODERATION
    }

    /** Where an answer came from. */
    public enum ServedFrom {
        @JsonProperty("provider")
        PROVIDER,
        /** An earlier answer to the same request, given again. */
        @JsonProperty("cache")
        CACHE
    }

    /** How the attempt ended. */
    public enum Status {
        /** The answer was complete. */
        @JsonProperty("ok")
        OK,
        /** The provider failed, or its answer broke off. */
        @JsonProperty("error")
        ERROR,
        /** The provider did not answer in time. */
        @JsonProperty("timeout")
        TIMEOUT,
        /** The client went away before the answer was complete. */
        @JsonProperty("client_disconnect")
        CLIENT_DISCONNECT,
        /** The guard refused the input; no provider was called. */
        @JsonProperty("blocked")
        BLOCKED,
        /** The process that served the attempt died: its reservation ran out without a settlement. */
        @JsonProperty("orphaned")
        ORPHANED,
        /** The guard ended the answer; what was generated until then was consumed. */
        @JsonProperty("content_filtered")
        CONTENT_FILTERED,
        /** Another attempt of the same request answered first, and this one was given up. */
        @JsonProperty("superseded")
        SUPERSEDED;

        /**
         * Whether the organization pays for what the attempt consumed. Where it got no answer of use it does not: what the
         * provider bills all the same is the operator's cost.
         */
        public boolean isCharged() {
            return switch (this) {
                case OK, CLIENT_DISCONNECT, ORPHANED, CONTENT_FILTERED -> true;
                case ERROR, TIMEOUT, BLOCKED, SUPERSEDED -> false;
            };
        }
    }

    /** Who counted the usage. */
    public enum UsageSource {
        /** The provider reported it. */
        @JsonProperty("provider")
        PROVIDER,
        /** Tollgate estimated it; reconciliation with the provider's bill may correct it. */
        @JsonProperty("estimate")
        ESTIMATE,
        /** Nothing was consumed: no provider was reached, or it refused. */
        @JsonProperty("none")
        NONE
    }

    private static void requireText(String value, String field) {
        Objects.requireNonNull(value, field);
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be blank");
        }
    }
}
